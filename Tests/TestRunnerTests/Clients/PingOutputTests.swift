internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct PingOutputTests {
  private func output(_ name: String) throws -> PingOutput? {
    PingOutput(parsing: try Fixtures().text("ping/\(name).txt"))
  }

  @Test func `reads counts and times`() throws {
    let output = try #require(try output("answered"))
    #expect([output.sentCount, output.receivedCount] == [3, 3])
    let times = try #require(output.roundTrip)
    #expect(times.shortest <= times.mean && times.mean <= times.longest)
    #expect(times.longest > .zero)
    #expect(output.mismatch(PingStep(count: 3)) == nil)
  }

  @Test func `reads a flood`() throws {
    let output = try #require(try output("flood"))
    #expect([output.sentCount, output.receivedCount] == [1000, 1000])
    #expect(output.roundTrip != nil)
  }

  @Test func `finds loss`() throws {
    var step = PingStep(count: 3)
    #expect(
      try #require(try output("silent")).mismatch(step) == "3 of 3 requests were not answered")
    #expect(
      try #require(try output("unreachable")).mismatch(step)
        == "3 of 3 requests were not answered, 3 came back as errors")
    step.allowedLoss = 3
    #expect(try #require(try output("silent")).mismatch(step) == nil)
  }

  @Test func `what the client did not wait for is asked for once more`() throws {
    var output = try #require(try output("unheard"))
    #expect([output.sentCount, output.receivedCount, output.unheardCount] == [2, 1, 1])
    let again = try #require(PingStep(count: 2).again(after: output))
    #expect(
      again.arguments(address: "10.0.0.42", limit: .seconds(9))
        == ["ping", "-n", "-c", "1", "-i", "1", "-W", "5", "10.0.0.42"])
    #expect(output.mismatch(PingStep(count: 2)) == "1 of 2 requests were not answered")
    output.add(
      try #require(PingOutput(parsing: "1 packets transmitted, 0 received, 100% packet loss")))
    #expect(output.mismatch(PingStep(count: 2)) == "1 of 2 requests were not answered")
    output.add(try #require(PingOutput(parsing: "1 packets transmitted, 1 received, 0% loss")))
    #expect(output.mismatch(PingStep(count: 2)) == nil)
  }

  @Test func `what is beyond all bounds adds up`() throws {
    let most = "9223372036854775807"
    var output = try #require(
      PingOutput(
        parsing: "64 bytes from 10.0.0.42: icmp_seq=\(most) ttl=64 time=0.2 ms\n"
          + "\(most) packets transmitted, \(most) received, +\(most) errors"))
    output.add(output)
    #expect(output.mismatch(PingStep(count: 3)) != nil)
  }

  @Test(arguments: [
    // Later ones were answered, so this one is lost.
    "64 bytes from 10.0.0.42: icmp_seq=2 ttl=64 time=0.2 ms\n"
      + "2 packets transmitted, 1 received, 50% packet loss, time 2ms",
    // It waits as long as it was told if nothing is answered.
    "2 packets transmitted, 0 received, 100% packet loss, time 2ms",
    "64 bytes from 10.0.0.42: icmp_seq=1 ttl=64 time=0.2 ms\n"
      + "3 packets transmitted, 1 received, +1 errors, 50% packet loss, time 2ms",
  ])
  func `what is lost is lost`(text: String) throws {
    let output = try #require(PingOutput(parsing: text))
    #expect(output.unheardCount == 0)
    #expect(PingStep(count: 3).again(after: output) == nil)
  }

  @Test func `has nothing to say without a summary`() throws {
    #expect(try output("unroutable") == nil)
  }

  @Test(arguments: [
    ("3 packets transmitted, 3 received, +1 duplicates, 0% packet loss, time 4ms", "answered more"),
    ("2 packets transmitted, 2 received, 0% packet loss, time 4ms", "only 2 of 3 requests"),
    ("4 packets transmitted, 4 received, 0% packet loss, time 4ms", "was asked for 3"),
    ("3 packets transmitted, 4 received, 0% packet loss, time 4ms", "4 answers to 3 requests"),
    (
      "wrong data byte #16 should be 0x10 but was 0x11\n"
        + "3 packets transmitted, 3 received, 0% packet loss, time 4ms", "other data"
    ),
  ])
  func `finds duplicates, damage and too few requests`(text: String, message: String) throws {
    let output = try #require(PingOutput(parsing: text))
    #expect(try #require(output.mismatch(PingStep(count: 3))).contains(message))
  }
}
