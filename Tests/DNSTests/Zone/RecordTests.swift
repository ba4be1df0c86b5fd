@testable internal import DNS
internal import Testing

@Suite struct RecordTests {
  @Test func `has the zone's time to live unless it says its own`() throws {
    #expect(Record.a("x", 1, 2, 3, 4).ttl == nil)
    #expect(Record.a("x", 1, 2, 3, 4).ttl(7).ttl == 7)
    let reply = try AuthoritativeServer.test.parsedReply(Query("short.edge.example"))
    #expect(reply.answer == ["short.edge.example. 30 1 1 c0000206"])
  }
}
