internal import Testing

@testable internal import Frames

@Suite struct FramePatternTests {
  private func fits(_ content: FramePattern.Content, port: UInt16? = nil, _ frame: [UInt8]) -> Bool
  {
    var pattern = FramePattern()
    pattern.content = content
    pattern.port = port
    return frame.withUnsafeBytes { pattern.matches(ByteView($0), .fromGuest) }
  }

  @Test func `tells protocols from each other`() {
    #expect(fits(.arp, Build.arp(reply: true)))
    #expect(!fits(.arp, Build.udpFrame([1])))
    #expect(fits(.udp, Build.udpFrame([1])))
    #expect(!fits(.udp, Build.tcp(.ack, 1, 2)))
    #expect(fits(.icmp(type: 0), Build.echo(reply: true, [])))
    #expect(!fits(.icmp(type: 8), Build.echo(reply: true, [])))
    #expect(fits(.anything, [1]))
  }

  @Test func `tells segments by flags and data, and by port`() throws {
    let flags = try #require(FramePattern.Content(tcp: "syn+ack"))
    #expect(fits(flags, Build.tcp([.syn, .ack], 1, 2)))
    #expect(!fits(flags, Build.tcp(.syn, 1)))
    #expect(fits(try #require(FramePattern.Content(tcp: "ack")), Build.tcp([.ack, .psh], 1, 2)))
    #expect(fits(.tcpData, Build.tcp(.ack, 1, 2, [1])))
    #expect(!fits(.tcpData, Build.tcp(.ack, 1, 2)))
    #expect(fits(.tcp, port: 80, Build.tcp(.ack, 1, 2)))
    #expect(!fits(.tcp, port: 81, Build.tcp(.ack, 1, 2)))
    #expect(fits(.anything, port: 5000, Build.udpFrame([1])))
  }

  @Test func `refuses words that are no flags`() {
    #expect(FramePattern.Content(tcp: "sin") == nil)
    #expect(FramePattern.Content(tcp: "psh") == nil)
    #expect(FramePattern.Content(tcp: "") == nil)
    #expect(FramePattern.Content(tcp: "any") == .tcp)
  }
}
