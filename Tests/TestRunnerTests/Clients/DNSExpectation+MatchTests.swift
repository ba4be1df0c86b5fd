internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct DNSExpectationMatchTests {
  private func mismatches(
    _ name: String, _ change: (inout DNSExpectation) -> Void
  ) throws -> [String] {
    let output = DigOutput(parsing: try Fixtures().text("dig/\(name).txt"))
    var expectation = DNSExpectation()
    change(&expectation)
    return expectation.mismatches(try #require(output.results.first))
  }

  @Test func `accepts what is expected in any order and width`() throws {
    let found = try mismatches("chain") {
      $0.answer = [
        "example.test.   3600 IN A 192.0.2.1", "www.example.test.\t3600\tIN\tCNAME\texample.test.",
      ]
      $0.flags = ["aa", "qr"]
      $0.authority = []
      $0.short = ["192.0.2.1", "example.test."]
      $0.maximumByteCount = 512
      $0.edns = "version: 0, flags:; udp: 1232"
    }
    #expect(found.isEmpty)
  }

  @Test func `names each record that is missing or too many`() throws {
    let found = try mismatches("chain") { $0.short = ["192.0.2.2", "example.test."] }
    #expect(found == ["answer lacks “192.0.2.2”", "answer has “192.0.2.1” too"])
  }

  @Test func `counts records that stand twice`() throws {
    let found = try mismatches("address") { $0.short = ["192.0.2.1", "192.0.2.1"] }
    #expect(found == ["answer lacks “192.0.2.1”"])
  }

  @Test func `compares status, flags, size and EDNS`() throws {
    let found = try mismatches("nxdomain") {
      $0.flags = ["qr"]
      $0.maximumByteCount = 100
      $0.edns = ""
    }
    #expect(
      found == [
        "status is NXDOMAIN, expected NOERROR", "flags are qr aa rd, expected qr",
        "EDNS is “version: 0, flags:; udp: 1232”, expected “”",
        "the message has 133 bytes, expected at most 100",
      ])
  }

  @Test func `silence is silence, not refusal`() throws {
    #expect(try mismatches("silent") { $0.isSilent = true }.isEmpty)
    #expect(try mismatches("closed-port") { $0.isSilent = true }.count == 1)
    #expect(try mismatches("address") { $0.isSilent = true } == ["expected silence, got an answer"])
    #expect(try mismatches("silent") { $0.short = [] }.first?.hasPrefix("no answer: ") == true)
  }
}
