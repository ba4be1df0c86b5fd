internal import Testing
internal import TestRunner

@Suite struct StepReaderClientsTests {
  private func step(_ text: String) throws -> Step.Action {
    let manifest = try ManifestReader.read("steps:\n  - \(text)", path: "test.yaml")
    return try #require(manifest.steps.first).action
  }

  private func message(_ text: String) throws -> String {
    let error = try #require(throws: InvalidManifest.self) { _ = try step(text) }
    return try #require(error.problems.first).message
  }

  @Test func `a path alone is a request that must succeed`() throws {
    #expect(try step("http: /a?b=1") == .http(HTTPStep(path: "/a?b=1")))
  }

  @Test func `reads a request and its response`() throws {
    var http = HTTPStep(path: "/items")
    http.method = "POST"
    http.port = 8080
    http.fields = ["A: b"]
    http.body = .text("@x")
    http.status = 201
    http.expectedFields = ["location": "^/items/"]
    http.expectedBody = ""
    http.within = .milliseconds(50)
    let text = """
      http: {path: /items, send: '@x', port: 8080, fields: ['A: b'], status: 201, body: '', \
      expect-fields: {Location: ^/items/}, within: 50ms}
      """
    #expect(try step(text) == .http(http))
  }

  @Test func `reads an upload`() throws {
    var http = HTTPStep(path: "/file")
    http.method = "PUT"
    http.body = .bytes(2 << 20)
    http.isEcho = true
    http.status = 201
    let text = "upload: {path: /file, size: 2M, echo: yes, status: 201}"
    #expect(try step(text) == .http(http))
  }

  @Test func `reads loads and how they compare`() throws {
    var load = LoadStep(.dns(name: "a.test", type: "MX"))
    load.clientCount = 3
    load.seconds = 5
    load.name = "bad link"
    load.leastRate = 10.5
    load.errorCount = 2
    load.ratio = LoadStep.Ratio(name: "good link", least: 0.5)
    let text = """
      load: {dns: a.test MX, clients: 3, for: 5s, name: bad link, at-least: 10.5, errors: 2, \
      of: good link, ratio: 0.5}
      """
    #expect(try step(text) == .load(load))
    #expect(try step("load: {http: /, port: 81}") == .load(LoadStep(.http(path: "/", port: 81))))
  }

  @Test func `reads what a lease must say`() throws {
    var dhcp = DHCPStep()
    #expect(try step("dhcp: lease") == .dhcp(dhcp))
    dhcp.expected = ["ip": "10.0.0.9", "serverid": "10.0.0.42"]
    #expect(try step("dhcp: {address: 10.0.0.9, server: 10.0.0.42}") == .dhcp(dhcp))
    var silent = DHCPStep()
    silent.isSilent = true
    #expect(try step("dhcp: silent") == .dhcp(silent))
  }

  @Test(arguments: [
    ("http: items", "expected a path such as /items?x=1, found “items”"),
    ("http: {path: /, method: get}", "expected a method such as GET, found “get”"),
    ("http: {path: '/ä'}", "expected a path such as /items?x=1, found “/ä”"),
    ("http: {path: /, status: 99}", "expected a whole number from 100 to 599, found “99”"),
    ("upload: {path: /}", "“size” is missing"),
    ("upload: {path: /, size: 65M}", "at most 64M are sent"),
    ("upload: {path: /, size: 5M, echo: yes}", "what comes back can be at most 4M"),
    ("load: {http: /, dns: a}", "“load” needs exactly one of http, dns"),
    ("load: {dns: a b c}", "expected a name, and perhaps a type"),
    ("load: {http: /, of: x}", "“ratio” is missing"),
    ("load: {http: /, at-least: -1}", "expected a number such as 1000 or 0.8, found “-1”"),
    ("dhcp: offer", "expected lease, silent or a mapping, found “offer”"),
  ])
  func `says what is wrong`(text: String, expected: String) throws {
    #expect(try message(text) == expected)
  }
}
