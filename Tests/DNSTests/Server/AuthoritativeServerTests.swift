@testable internal import DNS
internal import Testing

@Suite struct AuthoritativeServerTests {
  private let server = AuthoritativeServer.test

  @Test func `answers a plain question`() throws {
    let reply = try server.parsedReply(Query("test.example"))
    #expect(reply.flags == 0x8400)
    #expect(reply.answer == ["test.example. 300 1 1 0a00002a"])
    #expect(reply.authority.isEmpty && reply.additional.isEmpty)
  }

  @Test func `keeps silent to responses and to what has no header`() {
    let query = Query("test.example").bytes
    for byteCount in 0..<12 { #expect(server.reply(Array(query.prefix(byteCount))) == nil) }
    #expect(server.reply(Query("test.example").flags(0x8000).bytes) == nil)
    #expect(server.reply(query, room: 511) == nil)
  }

  @Test(arguments: 12..<30) func `says so if a question is cut`(byteCount: Int) throws {
    let query = Query("test.example").bytes
    try #require(query.count == 30)
    let reply = try #require(server.reply(Array(query.prefix(byteCount))))
    #expect(reply == [0x53, 0x57, 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test func `refuses other numbers of questions than one`() throws {
    for count in [0, 2, 65535] as [UInt16] {
      var query = Query("test.example")
      query.counts[0] = count
      query.tail = Query("x").bytes.suffix(7)
      let reply = try server.parsedReply(query)
      #expect(reply.code == 1 && reply.question.isEmpty)
    }
  }

  @Test(arguments: 1...15 as ClosedRange<UInt16>)
  func `implements no other kind of query`(opcode: UInt16) throws {
    let query = Query("test.example", 6).flags(opcode << 11 | 0x100)
    let reply = try server.parsedReply(query)
    #expect(reply.flags == 0x8104 | Int(opcode) << 11)
    #expect(reply.question.isEmpty)
    #expect(try server.parsedReply(query.edns()).edns == "1232 0 0 ")
    let header = try #require(server.reply(Array(query.bytes.prefix(12))))
    #expect(try ParsedMessage(header).code == 4)
  }

  @Test func `refuses an unknown version of EDNS`() throws {
    let reply = try server.parsedReply(Query("nx.test.example").edns(version: 1))
    #expect(reply.code == 16)
    #expect(!reply.isAuthoritative && reply.answer.isEmpty && reply.authority.isEmpty)
    #expect(reply.edns?.hasPrefix("1232 0 ") == true)
  }

  @Test(arguments: [0, 2, 3, 4, 254, 65535] as [UInt16])
  func `refuses other classes`(recordClass: UInt16) throws {
    var query = Query("test.example")
    query.recordClass = recordClass
    let reply = try server.parsedReply(query)
    #expect(reply.code == 5 && !reply.isAuthoritative && reply.question.count == 1)
  }

  @Test func `answers for any class without authority`() throws {
    var query = Query("test.example")
    query.recordClass = 255
    let reply = try server.parsedReply(query)
    #expect(reply.answer == ["test.example. 300 1 1 0a00002a"])
    #expect(!reply.isAuthoritative)
  }

  @Test(
    arguments: [
      ("test.example", 252, ResponseLimit.udp, 4), ("a.b", 252, .udp, 4),
      ("test.example", 252, .tcp, 5), ("TEST.example", 251, .tcp, 5),
      ("test.example", 251, .udp, 5),
      ("www.test.example", 252, .tcp, 9), ("nx.test.example", 252, .tcp, 9), ("a.b", 252, .tcp, 9),
      ("a.b", 251, .udp, 9), ("", 252, .tcp, 9),
    ] as [(String, UInt16, ResponseLimit, Int)])
  func `refuses transfers`(name: String, type: UInt16, limit: ResponseLimit, code: Int) throws {
    let reply = try server.parsedReply(Query(name, type), limit)
    #expect(reply.code == code && !reply.isAuthoritative)
    #expect(reply.answer.isEmpty && reply.authority.isEmpty)
  }

  @Test func `finds each of many names`() throws {
    var records: [Record] = [.ns("", "host-0")]
    for index in 0..<20000 {
      records.append(
        .a(TestZones.text("host-\(index)"), 10, 0, UInt8(index >> 8), UInt8(index & 255)))
    }
    let zone = Zone("many.example", soa: StartOfAuthority(primary: "host-0"), records: records)
    let server = try AuthoritativeServer(zones: [zone])
    for index in stride(from: 0, to: 20000, by: 97) {
      let reply = try server.parsedReply(Query("host-\(index).many.example"))
      #expect(reply.answer.count == 1)
    }
    #expect(try server.parsedReply(Query("host-20000.many.example")).code == 3)
  }
}
