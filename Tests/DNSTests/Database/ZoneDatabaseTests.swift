@testable internal import DNS
internal import Testing

@Suite struct ZoneDatabaseTests {
  private let zones = AuthoritativeServer.test.zones

  /// The node of a name that is in the tree.
  private func node(_ text: String) throws -> Int32 {
    let bytes = [UInt8](repeating: 0, count: 12) + Query.wire(text)
    let found = LabelOffsets(of: bytes.rawSpan, at: 12)
    let labels = try #require(found)
    let node = zones.database.tree.deepest(along: labels, in: bytes.rawSpan)
    try #require(Int(zones.database.tree.nodes[Int(node)].depth) == labels.count)
    return node
  }

  @Test func `finds record sets by type`() throws {
    let www = try node("www.test.example")
    let set = zones.database.set(of: .aaaa, at: www)
    #expect(zones.database.sets[Int(set)].type == .aaaa)
    #expect(zones.database.set(of: .mx, at: www) == NameTree.none)
    #expect(zones.database.set(of: .a, at: try node("empty.test.example")) == NameTree.none)
  }

  @Test func `knows which names exist`() throws {
    #expect(zones.database.exists(try node("www.test.example")))
    #expect(zones.database.exists(try node("empty.test.example")))
    #expect(zones.database.exists(try node("wild.test.example")))
    #expect(!zones.database.exists(try node("missing.test.example")))
    #expect(!zones.database.exists(try node("host.sub.edge.example")))
  }

  @Test func `finds the records of a name, by wildcard if need be`() throws {
    #expect(
      zones.database.source(of: try node("host.w.edge.example")) == (try node("*.w.edge.example")))
    #expect(
      zones.database.source(of: try node("www.test.example")) == (try node("www.test.example")))
    #expect(zones.database.source(of: try node("missing.test.example")) == NameTree.none)
  }

  @Test func `knows zones and delegations`() throws {
    let glue = zones.database.entries[Int(try node("ns.sub.test.example"))]
    #expect(glue.cut == (try node("sub.test.example")))
    #expect(glue.zone == 0)
    #expect(zones.database.entries[Int(try node("80.0.0.10.in-addr.arpa"))].zone == 1)
    #expect(zones.database.entries[Int(try node("example"))].zone == NameTree.none)
    #expect(zones.database.entries[Int(try node("test.example"))].cut == NameTree.none)
  }
}
