internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct TestFilterTests {
  private func accepts(_ filter: TestFilter) -> Bool {
    filter.accepts(name: "net/dns on pc", path: "net/dns", tags: ["net", "slow"])
  }

  @Test func `looks at tags, names and paths`() {
    #expect(accepts(.tag("net")) && !accepts(.tag("ne")))
    #expect(accepts(.name("dns")) && accepts(.name("on pc")) && !accepts(.name("ping")))
    #expect(accepts(.path("net")) && accepts(.path("net/dns")) && !accepts(.path("ne")))
  }

  @Test func `a pattern means the whole name`() {
    #expect(accepts(.name("net/*")) && accepts(.name("*pc")) && accepts(.name("net/d?s*")))
    #expect(!accepts(.name("dns*")) && !accepts(.name("*dns")))
  }

  @Test func `joins by logic`() {
    #expect(accepts(.all([.tag("net"), .not(.name("ping"))])))
    #expect(!accepts(.all([.tag("net"), .tag("fast")])))
    #expect(accepts(.any([.tag("fast"), .path("net")])) && !accepts(.any([])))
  }

  @Test func `a test whose manifest makes no sense is left out only by its name or path`() {
    let service = ServiceFolder(path: "/p/IntegrationTests/net/dns", packageRoot: "/p")
    let problem = InvalidManifest(path: "test.yaml", problems: [], lines: [])
    let test = TestCase(service: service, manifest: .failure(problem), machine: .pc)
    let net = TestFilter.tag("net")
    for filter in [net, .not(net), .all([net, .path("net")]), .any([net, .name("x")])] {
      #expect(filter.accepts(test))
    }
    #expect(!TestFilter.all([net, .path("tcp")]).accepts(test))
    #expect(!TestFilter.not(.any([net, .name("dns")])).accepts(test))
  }

  @Test(arguments: [
    ("abc", "*", true), ("", "*", true), ("", "", true), ("a", "", false), ("abc", "a*c", true),
    ("abcbc", "a*bc", true), ("abcb", "a*bc", false), ("aXbYc", "a*b*c", true),
    ("ab", "a?b", false),
    ("a*b", "a*b", true), ("mississippi", "m*iss*ip?i", true), ("", "?", false),
  ])
  func `compares with patterns`(text: String, pattern: String, fits: Bool) {
    #expect(TestFilter.matches(text[...], pattern[...]) == fits)
  }

  @Test func `many stars take no time`() {
    let pattern = String(repeating: "*a", count: 50) + "b"
    #expect(!TestFilter.matches(String(repeating: "a", count: 5000)[...], pattern[...]))
  }
}
