@testable internal import DNS
internal import Testing

@Suite struct NameTreeTests {
  private func name(_ text: String) throws -> DomainName {
    try DomainName(TestZones.text(text), origin: nil)
  }

  /// The deepest node along a name, and whether it is the whole name.
  private func find(_ text: String, in tree: borrowing NameTree) throws -> (Int32, Bool) {
    let bytes = try name(text).bytes
    let found = LabelOffsets(of: bytes.rawSpan, at: DomainName.headroom)
    let labels = try #require(found)
    let node = tree.deepest(along: labels, in: bytes.rawSpan)
    return (node, Int(tree.nodes[Int(node)].depth) == labels.count)
  }

  @Test func `finds names without regard to case`() throws {
    var tree = NameTree()
    let www = tree.intern(try name("www.Test.example"))
    #expect(tree.intern(try name("WWW.tEST.Example")) == www)
    #expect(try find("wWw.test.EXAMPLE", in: tree) == (www, true))
    #expect(try find("x.www.test.example", in: tree) == (www, false))
    #expect(try find("ww.test.example", in: tree).0 == tree.nodes[Int(www)].parent)
    #expect(try find("org", in: tree) == (NameTree.root, false))
    #expect(tree.nodes.count == 4)
  }

  @Test func `tells labels apart that differ early`() throws {
    var tree = NameTree()
    let long = String(repeating: "a", count: 40)
    let nodes = try (0..<40).map { index in
      var label = Array(long.utf8)
      label[index] = 0x62
      return tree.intern(try DomainName(Text(label), origin: nil))
    }
    #expect(Set(nodes).count == 40)
    #expect(try find(long, in: tree) == (NameTree.root, false))
  }

  @Test func `finds each of many names`() throws {
    var tree = NameTree()
    let names = (0..<5000).map { "host-\($0).some.test.example" }
    let nodes = try names.map { tree.intern(try name($0)) }
    #expect(Set(nodes).count == 5000)
    for (index, text) in names.enumerated() {
      #expect(try find(text, in: tree) == (nodes[index], true))
    }
    #expect(try find("host-5000.some.test.example", in: tree).1 == false)
  }

  @Test func `knows what lies below what`() throws {
    var tree = NameTree()
    let low = tree.intern(try name("a.b.c"))
    let other = tree.intern(try name("x.c"))
    let top = tree.intern(try name("c"))
    let yes = [
      tree.isNode(low, atOrBelow: top), tree.isNode(low, atOrBelow: low),
      tree.isNode(low, atOrBelow: NameTree.root),
    ]
    let no = [tree.isNode(top, atOrBelow: low), tree.isNode(low, atOrBelow: other)]
    #expect(yes == [true, true, true])
    #expect(no == [false, false])
  }

  @Test func `knows an asterisk alone`() throws {
    var tree = NameTree()
    let nodes = try ["*.c", "**.c", "c"].map { tree.intern(try name($0)) }
    #expect(nodes.map { tree.nodes[Int($0)].isWildcard } == [true, false, false])
  }
}
