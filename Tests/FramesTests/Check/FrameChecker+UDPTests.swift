internal import Testing

@testable internal import Frames

@Suite struct FrameCheckerUDPTests {
  private func rules(_ datagram: [UInt8]) -> [FrameRule] {
    Observer().guest(Build.frame(Build.ipv4(datagram, protocol: 17)))
  }

  @Test(arguments: 0..<64) func `accepts sound datagrams of every length`(count: Int) {
    #expect(rules(Build.udp([UInt8](repeating: 0xa5, count: count))) == [])
  }

  @Test func `refuses lengths other than the packet's`() {
    #expect(rules(Build.udp([1, 2, 3]) + [0]) == [.udpLength])
    #expect(rules(Build.udp([1, 2, 3]).with(5, 12)) == [.udpLength])
    #expect(rules([0, 7, 0, 7]) == [.udpLength])
  }

  @Test func `refuses a checksum that is wrong or missing`() {
    #expect(rules(Build.udp([1, 2, 3]).with(6, 9)) == [.udpChecksum])
    #expect(rules(Build.udp([1, 2, 3]).with(6, 0).with(7, 0)) == [.udpChecksum])
  }

  @Test func `reads what comes from a name server`() {
    let answer: [UInt8] = [0, 1, 0x84, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 0, 0, 1, 0, 1]
    #expect(rules(Build.udp(answer, from: 53)) == [])
    #expect(rules(Build.udp(answer + [0], from: 53)) == [.dnsMessage])
    #expect(rules(Build.udp(answer, from: 4000, to: 53)) == [.dnsMessage])
  }
}
