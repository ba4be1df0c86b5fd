internal import Net
internal import Testing
internal import Wire

@Suite struct StackTests {
  @Test func `answers a datagram`() throws {
    let host = Host()
    host.meetPeer()
    let socket = try host.stack.bindUDP(port: 53)
    host.receive(Frames.udp([1, 2, 3]))
    let delivery = try #require(host.deliveries.first)
    let frames = try host.send([4, 5], from: delivery.socket, to: delivery.source)
    #expect(delivery.socket == socket)
    #expect(
      frames == [
        Frames.udp(
          [4, 5], from: delivery.destination, to: delivery.source, card: Host.guestCard,
          link: Host.peerCard)
      ])
    #expect(host.stack.counters.framesIn == 2)
    #expect(host.stack.counters.framesOut == 2)
    #expect(host.stack.counters.bytesIn == 42 + 45)
    #expect(host.stack.counters.bytesOut == 42 + 44)
    #expect(host.stack.counters.framesSettled == 2)
    #expect(host.stack.nextDeadline == nil)
  }

  @Test(arguments: 0..<14) func `drops a frame without a whole header`(byteCount: Int) {
    let host = Host()
    host.receive(Array(Frames.udp([]).prefix(byteCount)))
    #expect(host.drops(.frameTruncated) == 1)
  }

  @Test func `drops a frame that is longer than the link allows`() throws {
    let host = Host(mtu: 1000)
    _ = try host.stack.bindUDP(port: 53)
    host.receive(Frames.udp([UInt8](repeating: 1, count: 973)))
    #expect(host.drops(.frameOversized) == 1)
    host.receive(Frames.udp([UInt8](repeating: 1, count: 972)))
    #expect(host.stack.counters.datagramsDelivered == 1)
  }

  @Test(arguments: [
    MACAddress(0x52, 0x54, 0, 0, 0, 0x43), MACAddress(1, 0, 0x5e, 0, 0, 1), MACAddress.zero,
  ])
  func `drops a frame for another card`(destination: MACAddress) {
    let host = Host()
    host.receive(Frames.ethernet([], to: destination))
    #expect(host.drops(.frameForAnother) == 1)
  }

  @Test(arguments: [MACAddress.broadcast, .zero, Host.guestCard])
  func `drops a frame that no other card can have sent`(source: MACAddress) {
    let host = Host()
    host.receive(Frames.ethernet([], from: source))
    #expect(host.drops(.frameBadSource) == 1)
  }

  @Test(arguments: [0x86dd, 0x8100, 0x88cc, 46, 0] as [UInt16])
  func `drops what it does not speak`(type: UInt16) {
    let host = Host()
    host.receive(Frames.ethernet([0, 0], type: EtherType(rawValue: type)))
    #expect(host.drops(.frameUnknownType) == 1)
  }

  @Test func `has nothing to wait for at its start`() {
    let host = Host()
    #expect(host.stack.nextDeadline == nil)
    #expect(host.advance(toSecond: 1e6) == [])
    #expect(host.stack.counters.framesSettled == 0)
  }
}
