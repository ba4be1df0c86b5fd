@testable internal import DNS
internal import Testing

@Suite struct AuthoritativeServerResolveTests {
  private let server = AuthoritativeServer.test
  private let soa =
    "edge.example. 3600 1 6 ns1.edge.example. host\\.master.edge.example. "
    + "2 7200 3600 1209600 86400"

  private func ask(_ name: String, _ type: UInt16 = 1) throws -> ParsedMessage {
    try server.parsedReply(Query(name, type))
  }

  @Test(arguments: ["example", "org", "www.example.org", "xtest.example", "10.in-addr.arpa", ""])
  func `refuses names outside its zones`(name: String) throws {
    let reply = try ask(name)
    #expect(reply.code == 5 && !reply.isAuthoritative)
    #expect(reply.answer.isEmpty && reply.authority.isEmpty)
  }

  @Test func `denies with the shorter time of SOA record and minimum`() throws {
    let short = try ask("nx.test.example")
    #expect(short.code == 3 && short.isAuthoritative)
    #expect(short.authority.first?.hasPrefix("test.example. 60 1 6 ") == true)
    let long = try ask("nx.edge.example")
    #expect(long.authority == [soa])
    #expect(try ask("edge.example", 6).answer == [soa])
  }

  @Test func `tells no data from no name`() throws {
    for name in ["www.test.example", "empty.test.example", "_udp.test.example"] {
      let reply = try ask(name, 99)
      #expect(reply.code == 0 && reply.answer.isEmpty && reply.authority.count == 1)
    }
    #expect(try ask("x.empty.test.example").code == 3)
  }

  @Test func `lets wildcards cover what does not exist and nothing else`() throws {
    #expect(try ask("x.w.edge.example").answer == ["x.w.edge.example. 3600 1 1 c0000203"])
    #expect(try ask("y.x.w.edge.example").answer == ["y.x.w.edge.example. 3600 1 1 c0000203"])
    #expect(try ask("x.w.edge.example", 16).code == 0)
    #expect(try ask("w.edge.example").answer.isEmpty)
    #expect(try ask("b.w.edge.example").answer.isEmpty)
    #expect(try ask("b.w.edge.example").code == 0)
    #expect(try ask("c.b.w.edge.example").code == 3)
    #expect(try ask("*.w.edge.example").answer == ["*.w.edge.example. 3600 1 1 c0000203"])
    #expect(try ask("x.*.w.edge.example").code == 3)
  }

  @Test func `follows aliases to their end`() throws {
    #expect(
      try ask("alias3.test.example").answer == [
        "alias3.test.example. 300 1 5 alias2.test.example.",
        "alias2.test.example. 300 1 5 alias.test.example.",
        "alias.test.example. 300 1 5 www.test.example.", "www.test.example. 300 1 1 0a000050",
      ])
    #expect(try ask("alias3.test.example", 5).answer.count == 1)
    #expect(try ask("long0.edge.example").answer.count == 21)
    let missing = try ask("dangling.test.example")
    #expect(missing.code == 3 && missing.answer.count == 1 && missing.authority.count == 1)
    let outside = try ask("outside.test.example")
    #expect(outside.code == 0 && outside.answer.count == 1 && outside.authority.isEmpty)
    #expect(outside.isAuthoritative)
  }

  @Test func `follows the longest chain that a zone may have`() throws {
    var records: [Record] = [.ns("", "ns"), .a("ns", 1, 2, 3, 4), .a("c32", 5, 6, 7, 8)]
    for index in 0..<32 {
      records.append(.cname(TestZones.text("c\(index)"), TestZones.text("c\(index + 1)")))
    }
    let zone = Zone("example", soa: StartOfAuthority(primary: "ns"), records: records)
    let reply = try AuthoritativeServer(zones: [zone]).parsedReply(Query("c0.example"), .tcp)
    #expect(reply.answer.count == 33 && reply.answer.last == "c32.example. 300 1 1 05060708")
  }

  @Test func `points to a question of many labels`() throws {
    let name = (0..<34).map { String($0 % 10) }.joined(separator: ".") + ".wmx.edge.example"
    let reply = try ask(name, 15)
    #expect(reply.answer == ["\(name). 3600 1 15 5 ns1.edge.example."])
  }

  @Test func `ends a loop of aliases`() throws {
    for name in ["x.loop", "y.loop", "x.ping", "y.ping", "x.pong", "a.b.pong"] {
      let reply = try ask("\(name).edge.example")
      #expect(reply.code == 0 && (1...3).contains(reply.answer.count))
      #expect(Set(reply.answer).count == reply.answer.count)
    }
  }

  @Test func `refers without authority, with glue`() throws {
    for name in ["sub", "ns.sub", "x.y.sub"] {
      for type in [1, 2, 16, 255] as [UInt16] {
        let reply = try ask("\(name).test.example", type)
        #expect(reply.code == 0 && !reply.isAuthoritative && reply.answer.isEmpty)
        #expect(reply.authority == ["sub.test.example. 300 1 2 ns.sub.test.example."])
        #expect(reply.additional == ["ns.sub.test.example. 300 1 1 0a000035"])
      }
    }
  }

  @Test func `answers for DS at a delegation itself`() throws {
    let signed = try ask("sub.edge.example", 43)
    #expect(signed.isAuthoritative && signed.answer.count == 1)
    let plain = try ask("sub.test.example", 43)
    #expect(plain.isAuthoritative && plain.answer.isEmpty && plain.authority.count == 1)
    #expect(try !ask("x.sub.test.example", 43).isAuthoritative)
  }

  @Test func `refers behind an alias with authority for the alias`() throws {
    let reply = try ask("intosub.edge.example")
    #expect(reply.isAuthoritative)
    #expect(reply.answer.count == 1 && reply.authority.count == 3 && reply.additional.count == 3)
  }

  @Test func `answers any type with one set`() throws {
    let apex = try ask("test.example", 255)
    #expect(apex.answer.count == 1 && apex.answer[0].contains(" 1 6 "))
    #expect(try ask("www.test.example", 255).answer == ["www.test.example. 300 1 1 0a000050"])
    #expect(try ask("alias.test.example", 255).answer.count == 1)
    #expect(try ask("empty.test.example", 255).answer.isEmpty)
    #expect(try ask("nx.test.example", 255).code == 3)
  }

  @Test func `adds addresses of targets once`() throws {
    #expect(
      try ask("test.example", 15).additional == [
        "mail.test.example. 300 1 1 0a000019", "www.test.example. 300 1 1 0a000050",
        "www.test.example. 300 1 28 fd000000000000000000000000000080",
      ])
    #expect(try ask("test.example", 2).additional.count == 3)
    #expect(
      try ask("srv.edge.example", 33).additional == [
        "ns1.edge.example. 3600 1 1 c0000201", "mail.w.edge.example. 3600 1 1 c0000203",
      ])
    #expect(try ask("nomx.edge.example", 15).additional.isEmpty)
  }

  @Test func `knows types by number alone`() throws {
    #expect(try ask("odd.edge.example", 12345).answer[0].hasSuffix(" 12345 0102030405"))
    #expect(try ask("odd.edge.example", 65280).answer[0].hasSuffix(" 65280 "))
    #expect(try ask("odd.edge.example", 12346).answer.isEmpty)
  }

  @Test func `serves the root`() throws {
    let zone = Zone(
      ".", soa: StartOfAuthority(primary: "ns"),
      records: [.ns("", "ns"), .a("ns", 1, 2, 3, 4), .a("*", 5, 6, 7, 8), .ns("com", "ns")])
    let server = try AuthoritativeServer(zones: [zone])
    #expect(try server.parsedReply(Query("", 2)).answer == [". 300 1 2 ns."])
    #expect(try server.parsedReply(Query("", 1)).authority.count == 1)
    #expect(try server.parsedReply(Query("a.b")).answer == ["a.b. 300 1 1 05060708"])
    #expect(try server.parsedReply(Query("x.com")).authority == ["com. 300 1 2 ns."])
  }
}
