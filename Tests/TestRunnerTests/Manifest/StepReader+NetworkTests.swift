internal import Testing
internal import TestRunner

@Suite struct StepReaderNetworkTests {
  private func step(_ text: String) throws -> Step {
    let manifest = try ManifestReader.read("steps:\n  - \(text)", path: "test.yaml")
    return try #require(manifest.steps.first)
  }

  private func message(_ text: String) throws -> String {
    let error = try #require(throws: InvalidManifest.self) { _ = try step(text) }
    return try #require(error.problems.first).message
  }

  @Test func `reads a question in its short form`() throws {
    var question = DNSQuestion(name: "example.org", type: "TXT")
    question.recordClass = "CH"
    question.options = ["+tcp", "+norec"]
    question.expectation.short = ["\"a b\""]
    let text = "dns: {ask: example.org CH TXT, options: +tcp +norec, short: '\"a b\"'}"
    #expect(try step(text).action == .dns([question]))
  }

  @Test func `reads several questions`() throws {
    var silent = DNSQuestion(name: "a.test")
    silent.expectation.isSilent = true
    silent.timeoutSeconds = 1
    var refused = DNSQuestion(name: "b.test")
    refused.expectation.responseCode = "REFUSED"
    refused.expectation.answer = []
    let text = """
      dns: [{ask: a.test, silent: yes, timeout: 1s}, {ask: b.test, rcode: REFUSED, answer: []}]
      """
    #expect(try step(text).action == .dns([silent, refused]))
  }

  @Test(arguments: [
    "+nostats", "+NOSTATS", "+nost", "+noall", "+nocomments", "+short", "+sh", "+yaml",
    "+multiline", "+noanswer", "+nottlid", "+noclass", "+trace", "+nssearch",
  ])
  func `refuses options of dig's by which its answers could not be read`(option: String) throws {
    #expect(
      try message("dns: {ask: a.test, options: +tcp \(option), short: x}")
        == "dig must print whole answers, one record a line, which “\(option)” changes")
  }

  @Test(arguments: [
    "+tcp", "+notcp", "+norec", "+noednsneg", "+nocrypto", "+nomultiline", "+noquestion", "+nsid",
    "+subnet=10.0.0.0/8", "+tls", "+tries=2", "+nocookie", "+noadflag", "+aaonly", "-p", "+all",
  ])
  func `accepts other options of dig's`(option: String) throws {
    var question = DNSQuestion(name: "a.test")
    question.options = [option]
    question.expectation.short = ["x"]
    #expect(
      try step("dns: {ask: a.test, options: \(option), short: x}").action == .dns([question]))
  }

  @Test(arguments: [
    ("dns: {ask: a.test}", "nothing is expected of the answer; add answer, short, rcode or silent"),
    ("dns: {ask: a IN A b, short: x}", "expected a name, and perhaps a class, and a type"),
    ("dns: []", "“dns” asks nothing"),
    ("dns: {short: x}", "“name” is missing"),
    ("udp: {port: 7}", "“udp” needs exactly one of send, send-hex"),
    ("udp: {send: x}", "“port” is missing"),
    ("udp: {port: 7, send-hex: 123}", "expected pairs of hexadecimal digits, found “123”"),
    ("udp: {port: 7, send: a, expect: b, silent: 1s}", "expect and silent exclude each other"),
  ])
  func `refuses a step that makes no sense`(text: String, expected: String) throws {
    #expect(try message(text) == expected)
  }

  @Test func `reads datagrams`() throws {
    let echo = DatagramStep(port: 7, payload: [0, 255], expectation: .payload([104, 105]))
    #expect(try step("udp: {port: 7, send-hex: '00 ff', expect: hi}").action == .udp(echo))
    let silent = DatagramStep(port: 9, payload: [120], expectation: .nothing(.milliseconds(100)))
    #expect(try step("udp: {port: 9, send: x, silent: 100ms}").action == .udp(silent))
    let refused = DatagramStep(port: 9, payload: [120], expectation: .refused)
    #expect(try step("udp: {port: 9, send: x, refused: yes}").action == .udp(refused))
    let any = DatagramStep(port: 9, payload: [120], expectation: .anything)
    #expect(try step("udp: {port: 9, send: x}").action == .udp(any))
  }

  @Test func `reads questions for cards`() throws {
    var arp = ARPStep()
    arp.address = "10.0.0.43"
    #expect(try step("arp: 10.0.0.43").action == .arp(arp))
    arp.sender = "0.0.0.0"
    arp.card = "52:54:00:00:00:42"
    arp.silence = .milliseconds(20)
    let text = "arp: {address: 10.0.0.43, from: 0.0.0.0, card: '52:54:00:00:00:42', silent: 20ms}"
    #expect(try step(text).action == .arp(arp))
    #expect(
      try message("arp: {card: 52-54}")
        == "expected an address such as 52:54:00:00:00:42, found “52-54”")
  }

  @Test func `reads conversations`() throws {
    var tcp = TCPStep(port: 7)
    tcp.payload = Array("hi".utf8)
    tcp.expectation = .matches("^h")
    tcp.endsByGuest = true
    #expect(try step("tcp: {port: 7, send: hi, matches: ^h, closes: yes}").action == .tcp(tcp))
    var refused = TCPStep(port: 8)
    refused.expectation = .refused
    #expect(try step("tcp: {port: 8, refused: yes}").action == .tcp(refused))
    #expect(
      try message("tcp: {port: 8, refused: yes, silent: 1s}")
        == "refused and silent exclude each other")
    #expect(try message("tcp: {send: x}") == "“port” is missing")
  }
}
