@testable internal import DNS
internal import Testing

@Suite struct ResponseRecordsTests {
  private let server = AuthoritativeServer.test

  @Test(arguments: 512...1232) func `never cuts a record set`(size: Int) throws {
    for (name, type) in [("big", 16), ("fill", 15), ("large", 1), ("many", 1), ("chain0", 1)] {
      let query = Query("\(name).edge.example", UInt16(type))
      let edns = query.edns(size: UInt16(size))
      let bytes = try #require(server.reply(edns.bytes))
      #expect(bytes.count <= size)
      let cut = try ParsedMessage(bytes)
      let whole = try server.parsedReply(query, .tcp)
      #expect(cut.answer.isEmpty || name == "chain0" || cut.answer == whole.answer)
      #expect(cut.authority.isEmpty || cut.authority == whole.authority)
      #expect(Set(cut.additional).isSubset(of: whole.additional))
      #expect(cut.isTruncated || cut.answer == whole.answer && cut.authority == whole.authority)
    }
  }

  @Test func `marks a referral as cut whose own glue is left out`() throws {
    let query = Query("x.large.edge.example")
    let whole = try server.parsedReply(query, .tcp)
    #expect(whole.authority.count == 12 && whole.additional.count == 12 && !whole.isTruncated)
    let cut = try server.parsedReply(query.edns(size: 900))
    #expect(cut.authority.count == 12 && cut.additional.count < 12 && cut.isTruncated)
  }

  @Test func `leaves out optional addresses without a mark`() throws {
    let cut = try server.parsedReply(Query("fill.edge.example", 15))
    #expect(cut.answer.count == 12 && cut.additional.count < 24 && !cut.isTruncated)
  }

  @Test func `points to names that are there, but not from SRV`() throws {
    let mx = try #require(server.reply(Query("test.example", 15).bytes))
    // Two names of four and three letters and a pointer each; no name is there twice.
    #expect(Array(mx[44..<51]) == [4, 0x6d, 0x61, 0x69, 0x6c, 0xc0, 12])
    let srv = try #require(server.reply(Query("_dns._udp.test.example", 33).bytes))
    let target = Query.wire("ns1.test.example")
    #expect(srv.indices.contains { srv[$0...].starts(with: target) })
  }
}
