internal import Frames
internal import Testing

@testable internal import TestRunner

@Suite struct WireReaderTests {
  private func read(_ text: String) throws -> Manifest {
    try ManifestReader.read(text, path: "test.yaml")
  }

  @Test func `reads a link with faults of both ways and of each`() throws {
    let text = """
      link:
        seed: 7
        loss: 1%
        reorder: 0.5%
        delay: 2ms
        from-guest: {loss: 5%, rate: 10Mbit, queue: 64K, mtu: 576}
        to-guest: {duplicate: 3%, corrupt: 1%, truncate: 2%, jitter: 500us}
      """
    let wire = try read(text).wire
    let link = try #require(wire.link)
    #expect(wire.seed == 7)
    #expect(link.fromGuest.loss == 0.05)
    #expect(link.toGuest.loss == 0.01)
    #expect(link.toGuest.reordering == 0.005)
    #expect(link.fromGuest.delay == 2_000_000)
    #expect(link.fromGuest.rate == 10_000_000)
    #expect(link.fromGuest.queueByteCount == 65536)
    #expect(link.fromGuest.maximumPacketByteCount == 576)
    #expect(link.toGuest.duplication == 0.03)
    #expect(link.toGuest.corruption == 0.01)
    #expect(link.toGuest.truncation == 0.02)
    #expect(link.toGuest.jitter == 500_000)
  }

  @Test func `reads rules about certain frames`() throws {
    let text = """
      link:
        drop: {tcp: syn+ack, count: 3, direction: from-guest}
        rules:
          - corrupt: {udp: any, port: 53, every: 4}
          - hold: {icmp: echo-reply, first: 2}
          - duplicate: {arp: any}
      """
    let rules = try #require(try read(text).wire.link).rules
    #expect(rules.map(\.action) == [.drop, .corrupt, .hold, .duplicate])
    #expect(rules.map(\.choice) == [.only(3), .every(4), .first(2), .all])
    #expect(rules[0].pattern.content == FramePattern.Content(tcp: "syn+ack"))
    #expect(rules[0].pattern.direction == .fromGuest)
    #expect(rules[1].pattern.port == 53)
    #expect(rules[2].pattern.content == .icmp(type: 0))
    #expect(rules[3].pattern.content == .arp)
  }

  @Test func `reads what frames may do, and what is kept of them`() throws {
    let text = """
      capture: 1M
      frames:
        allow: {udp-checksum: the service makes its own}
        addresses: 10.0.0.99
        mtu: 9000
        judge: host
      """
    let wire = try read(text).wire
    #expect(wire.captureByteLimit == 1 << 20)
    #expect(wire.waived == [.udpChecksum: "the service makes its own"])
    #expect(wire.addresses == ["10.0.0.99"])
    #expect(wire.judged == .host)
    #expect(wire.maximumPacketByteCount == 9000)
    let none = try read("capture: none\nframes: {unchecked: too many}").wire
    #expect(!none.isWatched)
  }

  @Test func `a step makes the link one with faults`() throws {
    let manifest = try read("steps: [{link: {loss: 100%}}, {link: {}}]")
    #expect(manifest.wire.link == LinkSettings())
    #expect(manifest.steps.map(\.title) == ["link with other faults", "link without faults"])
    let plain = try read("steps: [{link: down}]")
    #expect(!plain.hasBadLink)
  }

  @Test(arguments: [
    ("link: {loss: 1}", "expected a part such as 1% or 0.5%, found “1”"),
    ("link: {loss: 101%}", "expected a part such as 1% or 0.5%, found “101%”"),
    ("link: {rate: 10}", "expected a rate such as 512kbit, 10Mbit or 1Gbit, found “10”"),
    ("link: {drop: {tcp: psh}}", "expected any, data, or flags such as syn+ack, found “psh”"),
    ("link: {drop: {tcp: any, udp: any}}", "udp and tcp exclude each other"),
    ("link: {drop: {first: 1, count: 2}}", "count and first exclude each other"),
    ("link: {rules: [{lose: {}}]}", "unknown key “lose” in a rule"),
    ("link: {rules: {drop: {}}}", "“rules” must be a list, found a mapping"),
    ("link: {}\noffload: yes", "a link with faults takes whole frames only"),
    ("frames: {allow: {udp-sum: x}}", "unknown key “udp-sum” in “allow”"),
    ("frames: {judge: nobody}", "“nobody” is none of guest, host"),
  ])
  func `refuses what makes no sense`(text: String, message: String) throws {
    let error = #expect(throws: InvalidManifest.self) { try self.read(text) }
    #expect(error?.problems.contains { $0.message.hasPrefix(message) } == true)
  }
}
