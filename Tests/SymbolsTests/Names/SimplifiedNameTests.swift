internal import Foundation
internal import Symbols
internal import TestSupport
internal import Testing

@Suite struct SimplifiedNameTests {
  @Test func `shortens like the toolchain, but for remarks on the making`() throws {
    let lines = try Fixtures().lines("names/simplified.txt")
    #expect(lines.count > 60)
    for line in lines {
      let fields = line.split(separator: "\t").map(String.init)
      var expected = fields[1]
      for remark in ["merged ", "specialized ", "partial apply for ", "async function pointer to "]
      {
        expected = expected.replacingOccurrences(of: remark, with: "")
      }
      let full = try #require(demangled(fields[0]), "\(fields[0])")
      #expect(simplified(full) == expected, "\(fields[0]): \(full)")
    }
  }

  @Test(arguments: [
    ("Fixture.Service.start(Swift.Int) -> ()", "Service.start(_:)"),
    (
      "closure #1 (Swift.Int) -> Swift.Int in Fixture.Service.start(Swift.Int) -> ()",
      "closure #1 in Service.start(_:)"
    ),
    (
      "merged generic specialization <Fixture.Square> of "
        + "Fixture.total<A where A: Fixture.Shape>(of: A, count: Swift.Int) -> Swift.Int",
      "total<A>(of:count:)"
    ),
    (
      "function signature specialization <Arg[1] = Dead> of Fixture.Service.table(Swift.Int) "
        + "-> Swift.Int", "Service.table(_:)"
    ),
    (
      "(2) await resume partial function for static DNS.Program.start(Kernel.System) async "
        + "throws(Kernel.Failure) -> ()", "static Program.start(_:)"
    ),
    (
      "Fixture.Table.(entry in _0123456789ABCDEF0123456789ABCDEF)(at: Swift.Int)",
      "Table.entry(at:)"
    ),
    ("Swift.UInt64.dividingFullWidth((high: A, low: B)) -> A", "UInt64.dividingFullWidth(_:)"),
    ("static Swift.Int.< infix(Swift.Int, Swift.Int) -> Swift.Bool", "static Int.< infix(_:_:)"),
  ])
  func `shortens what stacks show`(full: String, short: String) {
    #expect(simplified(full) == short)
  }

  @Test(arguments: [
    "", "main", "(", ")", "<", ">", "Swift runtime failure: Division by zero", "a.", ".", "in _",
    " in ", "closure #", "(extension in ", "merged ", " specialization <", "A.B(<(in _)>",
  ])
  func `leaves strange texts readable`(text: String) {
    _ = simplified(text)
    if !text.contains("in _"), text.contains(" failure") { #expect(simplified(text) == text) }
  }

  @Test(arguments: UInt64(0)..<4) func `never traps on damaged names`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let names = try Fixtures().lines("names/simplified.txt").compactMap { line in
      demangled(String(line.prefix { $0 != "\t" }))
    }
    for name in names {
      var bytes = Array(name.utf8)
      for _ in 0..<4 where !bytes.isEmpty {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(Array("(<>[]). :#".utf8)[index % 10], at: index)
        default: bytes.removeLast(bytes.count - index)
        }
      }
      _ = simplified(String(decoding: bytes, as: UTF8.self))
    }
  }
}
