internal import Testing
internal import Wire

@testable internal import Net

@Suite struct ReceiveDropTests {
  @Test(arguments: ReceiveDrop.allCases) func `has the name of its case`(drop: ReceiveDrop) {
    #expect("\(drop.name)" == "\(drop)")
  }

  @Test func `follows from what was wrong with the packet`() {
    #expect(ReceiveDrop(arp: .truncated) == .arpTruncated)
    #expect(ReceiveDrop(arp: .malformed) == .arpMalformed)
    #expect(ReceiveDrop(ipv4: .truncated) == .ipv4Truncated)
    #expect(ReceiveDrop(ipv4: .malformed) == .ipv4Malformed)
    #expect(ReceiveDrop(ipv4: .badChecksum) == .ipv4BadChecksum)
    #expect(ReceiveDrop(icmp: .truncated) == .icmpTruncated)
    #expect(ReceiveDrop(icmp: .badChecksum) == .icmpBadChecksum)
    #expect(ReceiveDrop(udp: .truncated) == .udpTruncated)
    #expect(ReceiveDrop(udp: .malformed) == .udpMalformed)
    #expect(ReceiveDrop(udp: .badChecksum) == .udpBadChecksum)
    #expect(ReceiveDrop(reply: .noBuffer) == .replyNoBuffer)
    #expect(ReceiveDrop(reply: .unreachable) == .replyUnreachable)
  }
}
