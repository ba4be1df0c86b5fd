internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct DigOutputTests {
  private func results(_ name: String) throws -> [DigOutput.Result] {
    DigOutput(parsing: try Fixtures().text("dig/\(name).txt")).results
  }

  private func reply(_ name: String) throws -> DigReply {
    let results = try results(name)
    try #require(results.count == 1)
    guard case .reply(let reply) = results[0] else {
      throw ExpectationMissing(name: name)
    }
    return reply
  }

  private struct ExpectationMissing: Error {
    let name: String
  }

  @Test func `reads a plain answer`() throws {
    let reply = try reply("address")
    #expect(reply.opcode == "QUERY")
    #expect(reply.status == "NOERROR")
    #expect(reply.flags == ["qr", "aa", "rd"])
    #expect(reply.sections == [.answer: ["example.test. 3600 IN A 192.0.2.1"]])
    #expect(reply.edns == "version: 0, flags:; udp: 1232")
    #expect(reply.byteCount == 69)
    #expect(!reply.usesTCP)
    #expect(try #require(reply.duration) < .milliseconds(100))
    #expect(reply.warnings.isEmpty)
  }

  @Test func `keeps the order and the quotes of records`() throws {
    let reply = try reply("texts")
    #expect(reply.usesTCP)
    #expect(
      reply.sections[.answer] == [
        #"example.test. 3600 IN TXT "v=spf1 -all""#,
        #"example.test. 3600 IN TXT "say \"hi\"" "a;b\\""#,
      ])
  }

  @Test func `tells the sections apart`() throws {
    let mail = try reply("mail")
    #expect(mail.sections[.answer]?.count == 2)
    #expect(mail.sections[.additional] == ["mail.example.test. 3600 IN A 192.0.2.25"])
    let missing = try reply("nxdomain")
    #expect(missing.status == "NXDOMAIN")
    #expect(missing.sections[.answer] == nil)
    #expect(missing.sections[.authority]?.count == 1)
  }

  @Test(arguments: [
    ("badvers", "BADVERS"), ("refused", "REFUSED"), ("truncated", "NOERROR"),
  ])
  func `reads the status`(name: String, status: String) throws {
    #expect(try reply(name).status == status)
  }

  @Test func `reads flags, odd types and the absence of EDNS`() throws {
    #expect(try reply("truncated").flags == ["qr", "aa", "tc", "rd"])
    #expect(
      try reply("unknown-type").sections[.answer]
        == [##"odd.example.test. 3600 IN TYPE65280 \# 4 0BADCAFE"##])
    #expect(try reply("plain").edns == nil)
  }

  @Test func `says why there is no answer`() throws {
    #expect(
      try results("silent") == [
        .failure("communications error to 127.0.0.1#53: timed out; no servers could be reached")
      ])
    let refused = "communications error to 127.0.0.1#5300: connection refused"
    #expect(try results("closed-port") == [.failure("\(refused); no servers could be reached")])
  }

  @Test func `tells several questions apart`() throws {
    let results = try results("several")
    try #require(results.count == 5)
    guard case .failure = results[1] else {
      Issue.record("the second question has no answer")
      return
    }
    let counts = results.map { result in
      if case .reply(let reply) = result { reply.sections[.answer]?.count ?? 0 } else { -1 }
    }
    #expect(counts == [1, -1, 2, 2, 0])
  }

  @Test func `keeps what the client complains about`() {
    let text = """
      ;; Got answer:
      ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1
      ;; flags: qr; QUERY: 1, ANSWER: 0, AUTHORITY: 0, ADDITIONAL: 0
      ;; WARNING: Message has 5 extra bytes at end

      ;; MSG SIZE  rcvd: 17
      """
    guard case .reply(let reply) = DigOutput(parsing: text).results.first else {
      Issue.record("no reply")
      return
    }
    #expect(reply.warnings == ["WARNING: Message has 5 extra bytes at end"])
  }

  @Test(arguments: [";; MSG SIZE", ";; Query time", ";; ANSWER SECTION", ";; flags"])
  func `an answer that is cut is none`(mark: String) throws {
    let text = try Fixtures().text("dig/address.txt")
    let end = try #require(text.firstRange(of: mark)).lowerBound
    #expect(
      DigOutput(parsing: String(text[..<end])).results
        == [.failure("what dig printed ends within an answer")])
  }

  @Test func `says why there is no connection`() {
    let text = """
      ;; Connection to 10.0.0.42#53(10.0.0.42) for a.test failed: connection refused.
      ;; no servers could be reached
      """
    guard case .failure(let reason) = DigOutput(parsing: text).results.first else {
      Issue.record("no failure")
      return
    }
    #expect(reason.contains("connection refused"))
  }

  @Test func `makes nothing of nothing`() {
    #expect(DigOutput(parsing: "").results.isEmpty)
    #expect(DigOutput(parsing: "Invalid option: +foo\nUsage: dig\n").results.isEmpty)
  }
}
