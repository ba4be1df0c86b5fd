internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct FoldedReaderTests {
  private func read(_ text: String) throws -> (tree: CallTree, refusedCount: Int) {
    try FoldedReader.read(Array(text.utf8))
  }

  @Test func `reads what is written`() throws {
    let bytes = FoldedExporter.export(SampleProfiles.service, measure: .weight)
    let (tree, refusedCount) = try FoldedReader.read(bytes)
    #expect(refusedCount == 0)
    #expect(tree.total == 1800)
    #expect(tree.labels.contains { $0.name == "Wire.sum" && $0.isInlined })
    #expect(tree.labels.contains { $0.name == "entry" && $0.role == .interrupt })
  }

  @Test func `joins stacks that come apart`() throws {
    let (tree, _) = try read("a;b 1\na;c 2\na;b;d 4\na;b 8\n")
    #expect(tree.total == 15)
    #expect(tree.nodes.count == 5)
    #expect(tree.nodes[2].own == 9)
    #expect(tree.nodes[2].total == 13)
  }

  @Test func `reads two numbers`() throws {
    let (tree, _) = try read("a;b 3 5\r\nc 1 0")
    #expect(tree.total == 5)
    #expect(tree.nodes[0].before == 4)
  }

  @Test func `passes over what is no stack`() throws {
    let (tree, refusedCount) = try read("\nabc\n12\na 99999999999999999999999\na b 1.75\n;;; 1\n")
    #expect(refusedCount == 3)
    #expect(tree.total == 2)
    #expect(tree.labels.map(\.name).contains("a b"))
  }

  @Test func `refuses numbers that add up to more than can be told`() throws {
    #expect(try read("a;b \(UInt64.max)\n").tree.total == .max)
    #expect(try read("a \(UInt64.max)0\nb 18446744073709551616\nc 1\n").refusedCount == 2)
    for text in ["a;b \(UInt64.max)\na;c 5\n", "a;b \(UInt64.max) 1\na 1 1\n"] {
      let error = #expect(throws: ProfilerError.self) { try read(text) }
      #expect(error?.reason.contains("line 2") == true)
    }
  }

  @Test(arguments: UInt64(0)..<6) func `survives noise`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let signs = Array("ab;; 12\n.\r\u{e9}".utf8)
    for _ in 0..<300 {
      let bytes = (0..<generator.below(200)).map { _ in signs[generator.below(signs.count)] }
      guard let found = try? FoldedReader.read(bytes) else { continue }
      _ = FlameGraph().draw(found.tree)
    }
  }
}
