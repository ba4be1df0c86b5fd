@testable internal import DNS
internal import Testing

@Suite struct ResponseTests {
  @Test func `repeats identifier, kind, wish for recursion and question`() throws {
    for flags in [0, 0x0100, 0x01b0, 0x0270, 0x0480] as [UInt16] {
      let query = Query("wWw.test.example").flags(flags)
      let reply = try #require(AuthoritativeServer.test.reply(query.bytes))
      let parsed = try ParsedMessage(reply)
      #expect(parsed.identifier == 0x5357)
      #expect(parsed.flags == 0x8400 | Int(flags & 0x0100))
      #expect(Array(reply[12..<34]) == Array(query.bytes[12..<34]))
    }
  }

  @Test func `writes an OPT record if the query has one`() throws {
    let server = AuthoritativeServer.test
    #expect(try server.parsedReply(Query("test.example")).edns == nil)
    #expect(try server.parsedReply(Query("test.example").edns()).edns == "1232 0 0 ")
    let aware = Query("test.example").edns(size: 4096, flags: 0xffff)
    #expect(try server.parsedReply(aware).edns == "1232 0 32768 ")
  }

  @Test func `leaves no old byte in the message`() throws {
    let query = Query("www.test.example").edns(flags: 0x8000).bytes
    let first = AuthoritativeServer.test.reply(query)
    var room = [UInt8](repeating: 0, count: 2000)
    var span = room.mutableSpan
    var bytes = span.mutableBytes
    let found = AuthoritativeServer.test.answer(query.rawSpan, into: &bytes, limit: .udp)
    let count = try #require(found)
    #expect(Array(room[..<count]) == first)
  }
}
