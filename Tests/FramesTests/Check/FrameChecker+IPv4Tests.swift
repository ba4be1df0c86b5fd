internal import Testing

@testable internal import Frames

@Suite struct FrameCheckerIPv4Tests {
  private let datagram = Build.udp([1, 2, 3, 4])

  private func rules(_ packet: [UInt8], to card: [UInt8]? = nil) -> [FrameRule] {
    Observer().guest(Build.frame(packet, to: card))
  }

  @Test func `accepts a sound packet`() {
    #expect(rules(Build.ipv4(datagram, protocol: 17)) == [])
  }

  @Test func `refuses lengths that make no sense`() {
    let packet = Build.ipv4(datagram, protocol: 17)
    #expect(rules(packet.with(0, 0x65)) == [.ipv4Header])
    #expect(rules(packet.with(0, 0x44)) == [.ipv4Header])
    #expect(rules(packet.with(3, 200)) == [.ipv4Header])
    #expect(rules(Array(packet.prefix(19))) == [.ipv4Header])
  }

  @Test func `refuses a wrong checksum and names the right one`() {
    let observer = Observer()
    let packet = Build.ipv4(datagram, protocol: 17)
    #expect(observer.guest(Build.frame(packet.with(10, packet[10] ^ 0x40))) == [.ipv4Checksum])
    let right = Hex.text(UInt16(packet[10]) << 8 | UInt16(packet[11]))
    #expect(observer.checker.findings[0].text.hasSuffix(right))
  }

  @Test func `refuses flags and times to live that may not be`() {
    #expect(rules(Build.ipv4(datagram, protocol: 17, flags: 0x8000)) == [.ipv4Header])
    #expect(rules(Build.ipv4(datagram, protocol: 17, timeToLive: 0)) == [.ipv4Header])
    let both = Build.ipv4(Array(datagram.prefix(8)), protocol: 17, flags: 0x6000)
    #expect(rules(both) == [.ipv4Header])
  }

  @Test func `refuses addresses of others and of nobody`() {
    let wrong = Build.ipv4(Build.icmp(8, [0, 1, 0, 1]), protocol: 1, source: Build.host)
    #expect(rules(wrong) == [.ipv4Address])
    let loop = Build.ipv4(
      Build.icmp(8, [0, 1, 0, 1]), protocol: 1, destination: [127, 0, 0, 1])
    #expect(rules(loop) == [.ipv4Address])
    #expect(
      rules(Build.ipv4(Build.icmp(8, [0, 1, 0, 1]), protocol: 1), to: Build.everybody)
        == [.ethernetAddress])
    let broadcast = Build.ipv4(
      Build.icmp(8, [0, 1, 0, 1]), protocol: 1, destination: [10, 0, 0, 255])
    #expect(rules(broadcast) == [.ethernetAddress])
    #expect(rules(broadcast, to: Build.everybody) == [])
    let group = Build.ipv4(
      Build.icmp(8, [0, 1, 0, 1]), protocol: 1, destination: [224, 128, 0, 9])
    #expect(rules(group, to: [1, 0, 0x5e, 0, 0, 9]) == [])
    #expect(rules(group, to: [1, 0, 0x5e, 0x80, 0, 9]) == [.ethernetAddress])
  }

  @Test func `refuses protocols that nobody implements`() {
    #expect(rules(Build.ipv4([1, 2, 3, 4], protocol: 99)) == [.ipv4Protocol])
  }

  @Test func `learns addresses from DHCP`() {
    let observer = Observer()
    let fresh: [UInt8] = [10, 0, 0, 99]
    let packet = Build.frame(Build.ipv4(Build.icmp(8, [0, 1, 0, 1]), protocol: 1, source: fresh))
    #expect(observer.guest(packet) == [.ipv4Address])
    var message = [UInt8](repeating: 0, count: 240)
    message[0] = 2
    message.replaceSubrange(16..<20, with: fresh)
    message.replaceSubrange(28..<34, with: Build.guestCard)
    let answer = Build.udp(message, from: 67, to: 68)
    observer.host(Build.frame(Build.ipv4(answer, protocol: 17, fromGuest: false), fromGuest: false))
    #expect(observer.guest(packet) == [])
  }

  @Test func `puts fragments together before it judges what they carry`() {
    let whole = Build.udp([UInt8](repeating: 5, count: 100))
    let (first, second) = (Array(whole.prefix(64)), Array(whole.dropFirst(64)))
    let observer = Observer()
    let send = { (part: [UInt8], flags: Int) in
      observer.guest(Build.frame(Build.ipv4(part, protocol: 17, identification: 9, flags: flags)))
    }
    #expect(send(second, 8) == [])
    #expect(send(first, 0x2000) == [])
    #expect(send(first, 0x2000) == [])
    #expect(send(second.with(3, 6), 8) == [.udpChecksum])
  }

  @Test func `refuses fragments that overlap or do not fill their places`() {
    let observer = Observer()
    let send = { (count: Int, flags: Int) in
      observer.guest(
        Build.frame(Build.ipv4([UInt8](repeating: 1, count: count), protocol: 17, flags: flags)))
    }
    #expect(send(64, 0x2000) == [])
    #expect(send(64, 0x2004) == [.ipv4Fragment])
    #expect(send(63, 0x2010) == [.ipv4Fragment])
  }

  @Test func `judges what the card does to a packet`() {
    var offload = SeenFrame.Offload()
    offload.checksumStart = 34
    offload.checksumOffset = 6
    // The field holds the sum of the pseudo header then.
    let pseudo = Build.checksum(Build.guest + Build.host + [0, 17, 0, 12]).map { ~$0 }
    var partial = datagram
    partial.replaceSubrange(6..<8, with: pseudo)
    let frame = Build.frame(Build.ipv4(partial, protocol: 17))
    #expect(Observer().guest(frame, offload) == [])
    #expect(Observer().guest(frame) == [.udpChecksum])
    #expect(Observer().guest(frame.with(41, frame[41] ^ 1), offload) == [.udpChecksum])
    offload.checksumOffset = 16
    #expect(Observer().guest(frame, offload) == [.offload])
  }
}
