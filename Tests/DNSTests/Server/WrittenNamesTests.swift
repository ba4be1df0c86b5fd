@testable internal import DNS
internal import Testing

@Suite struct WrittenNamesTests {
  private func tree(_ names: [String]) throws -> (NameTree, [Int32]) {
    var tree = NameTree()
    let nodes = try names.map { tree.intern(try DomainName(TestZones.text($0), origin: nil)) }
    return (tree, nodes)
  }

  @Test func `finds the ends of the question and what was added`() throws {
    let (tree, nodes) = try tree(["www.test", "test", "mail.test"])
    let bytes = [UInt8](repeating: 0, count: 12) + Query.wire("x.www.test")
    let found = LabelOffsets(of: bytes.rawSpan, at: 12)
    let question = try #require(found)
    var names = WrittenNames()
    names.setQuestion(nodes[0])
    #expect(names.offset(of: nodes[0], in: tree, question: question) == 14)
    #expect(names.offset(of: nodes[1], in: tree, question: question) == 18)
    #expect(names.offset(of: nodes[2], in: tree, question: question) == nil)
    names.add(nodes[2], at: 99)
    #expect(names.offset(of: nodes[2], in: tree, question: question) == 99)
    names.count = 0
    #expect(names.offset(of: nodes[2], in: tree, question: question) == nil)
  }

  @Test func `remembers no more than it can, nor what a pointer cannot hold`() throws {
    let (tree, nodes) = try tree((0..<20).map { "n\($0)" })
    let bytes = [UInt8](repeating: 0, count: 13)
    let found = LabelOffsets(of: bytes.rawSpan, at: 12)
    let question = try #require(found)
    var names = WrittenNames()
    names.add(nodes[0], at: 0x4000)
    #expect(names.count == 0)
    for (index, node) in nodes.enumerated() { names.add(node, at: 100 + index) }
    #expect(names.count == WrittenNames.capacity)
    #expect(names.offset(of: nodes[15], in: tree, question: question) == 115)
    #expect(names.offset(of: nodes[16], in: tree, question: question) == nil)
  }
}
