internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct FoldedReaderTests {
  private func read(_ text: String) -> (tree: CallTree, refusedCount: Int) {
    FoldedReader.read(Array(text.utf8))
  }

  @Test func `reads what is written`() {
    let bytes = FoldedExporter.export(SampleProfiles.service, measure: .weight)
    let (tree, refusedCount) = FoldedReader.read(bytes)
    #expect(refusedCount == 0)
    #expect(tree.total == 1800)
    #expect(tree.labels.contains { $0.name == "Wire.sum" && $0.isInlined })
    #expect(tree.labels.contains { $0.name == "entry" && $0.role == .interrupt })
  }

  @Test func `joins stacks that come apart`() {
    let (tree, _) = read("a;b 1\na;c 2\na;b;d 4\na;b 8\n")
    #expect(tree.total == 15)
    #expect(tree.nodes.count == 5)
    #expect(tree.nodes[2].own == 9)
    #expect(tree.nodes[2].total == 13)
  }

  @Test func `reads two numbers`() {
    let (tree, _) = read("a;b 3 5\r\nc 1 0")
    #expect(tree.total == 5)
    #expect(tree.nodes[0].before == 4)
  }

  @Test func `passes over what is no stack`() {
    let (tree, refusedCount) = read("\nabc\n12\na 99999999999999999999999\na b 1.75\n;;; 1\n")
    #expect(refusedCount == 3)
    #expect(tree.total == 2)
    #expect(tree.labels.map(\.name).contains("a b"))
  }

  @Test(arguments: UInt64(0)..<6) func `survives noise`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let signs = Array("ab;; 12\n.\r\u{e9}".utf8)
    for _ in 0..<300 {
      let bytes = (0..<generator.below(200)).map { _ in signs[generator.below(signs.count)] }
      let (tree, _) = FoldedReader.read(bytes)
      _ = FlameGraph().draw(tree)
    }
  }
}
