internal import Symbols
internal import TestSupport
internal import Testing

@Suite struct BacktraceTests {
  let symboliser: Symboliser
  let backtrace: Backtrace

  init() throws {
    symboliser = try Symboliser(path: Fixture.path)
    let table = try #require(
      symboliser.symbols.symbol(named: "$e7Fixture7ServiceC5tableyS2iFTf4nd_n"))
    let stack = [
      StackAddress(LinkAddress(table.address.rawValue + table.byteCount - 2), isExact: true),
      StackAddress(
        try Fixture.address(of: "_start", plus: 7, in: symboliser.symbols), isExact: false),
      StackAddress(LinkAddress(0x10f3), isExact: false),
    ]
    backtrace = Backtrace(stack, isTruncated: true, by: symboliser)
  }

  @Test func `reads from the innermost function to the outermost`() {
    #expect(
      backtrace.text(shortening: "/fixture") == [
        "    Swift runtime failure: Division by zero (inlined)",
        "    divided(_:by:) (inlined)  Table.swift:23:9",
        "    halved(_:) (inlined)  Table.swift:17:3",
        "#0  Service.table(_:)  Service.swift:66:33",
        "#1  _start",
        "#2  0x10f3",
        "… the stack goes on",
      ])
  }

  @Test func `shows the sources that are wanted`() {
    let folder = Fixtures().path("image")
    let ownFolder = String(#filePath.dropLast("/BacktraceTests.swift".count))
    let places = ["/gone", folder + "/README.md", #filePath].map {
      SourceLocation(file: $0, line: 1, column: 0)
    }
    let frames = places.map { SymbolFrame(rawName: "f", location: $0, isInlined: false) }
    let place = StackAddress(LinkAddress(1), isExact: true)
    let made = Backtrace([Backtrace.Call(place: place, frames: frames)], isTruncated: false)
    func shown(_ snippets: Backtrace.Snippets) -> [String] {
      made.text(snippets: snippets).filter { $0.hasPrefix("      >") }
    }
    let (first, second) = ("      > 1 │ # image.elf", "      > 1 │ internal import Symbols")
    #expect(shown(.none) == [])
    #expect(shown(.first) == [first])
    #expect(shown(.firstBelow(ownFolder)) == [second])
    #expect(shown(.firstBelow(folder)) == [first])
    #expect(shown(.firstBelow("/else")) == [first])
    #expect(shown(.all) == [first, second])
  }

  @Test func `goes by other paths of sources`() {
    let text = backtrace.renamingSources { "/new" + $0 }.text()
    #expect(text[1] == "    divided(_:by:) (inlined)  /new/fixture/Table.swift:23:9")
    #expect(text.count == backtrace.text().count)
  }

  @Test func `keeps the calls apart`() {
    #expect(backtrace.calls.map(\.frames.count) == [4, 1, 0])
    #expect(backtrace.frames.count == 5)
    #expect(backtrace.isTruncated)
  }

  @Test func `is empty for an empty stack`() {
    #expect(Backtrace([], isTruncated: false, by: symboliser).text() == [])
  }
}
