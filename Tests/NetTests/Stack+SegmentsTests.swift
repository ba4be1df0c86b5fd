internal import Net
internal import Testing
internal import Wire

/// TCP segments longer than a frame.
@Suite struct StackSegmentsTests {
  private static let header = IPv4Header(
    source: Host.guest, destination: Host.peer, payloadProtocol: .tcp)

  private static func host(limit: Int = 65_549) -> Host {
    let host = Host()
    host.transmitter.maximumSegmentedByteCount = limit
    host.meetPeer()
    _ = host.takeFrames()
    return host
  }

  /// Sends a segment of so many bytes, all of them 7, with a header of 32.
  private static func send(
    _ byteCount: Int, from host: Host, to destination: IPv4Address = Host.peer
  ) throws(SendError) -> [[UInt8]] {
    var header = header
    header.destination = destination
    _ = try host.stack.sendSegments(
      header, byteCount: byteCount, headerByteCount: 32, segmentByteCount: 1448, now: host.now,
      transmitter: &host.transmitter
    ) { segment in
      for index in 0..<segment.byteCount { segment.storeBigEndian(UInt8(7), at: index) }
    }
    return host.takeFrames()
  }

  @Test(arguments: [33, 1480, 1481, 65_515]) func `sends a segment for the card to cut`(
    byteCount: Int
  ) throws {
    let host = Self.host()
    let before = host.stack.counters
    let frame = try #require(try Self.send(byteCount, from: host).first)
    #expect(frame.count == 34 + byteCount)
    #expect(Array(frame[..<14]) == Frames.ethernet([], from: Host.guestCard, to: Host.peerCard))
    let bytes = Array(frame[14...])
    let packet = try IPv4Packet(bytes.span.bytes)
    #expect(packet.payloadProtocol == .tcp && packet.bytes.byteCount == 20 + byteCount)
    #expect(frame[34...].allSatisfy { $0 == 7 })
    #expect(
      host.transmitter.segmentations == [
        Segmentation(
          checksum: PartialChecksum(start: 34, offset: 16), headerByteCount: 66,
          segmentByteCount: 1448)
      ])
    let count = UInt64((byteCount - 32 + 1447) / 1448)
    #expect(host.stack.counters.framesOut == before.framesOut + count)
    #expect(host.stack.counters.bytesOut == before.bytesOut + UInt64(frame.count))
  }

  @Test func `sends itself a long segment in one piece`() throws {
    let host = Self.host()
    #expect(throws: SendError.unreachable) { try Self.send(9000, from: host, to: Host.guest) }
    host.stack.enableLoopback()
    var sizes: [Int] = []
    host.stack.segmentHandler = { bytes, _, isKnown, _ in
      #expect(isKnown)
      sizes.append(bytes.byteCount)
    }
    #expect(try Self.send(60_000, from: host, to: Host.guest) == [])
    #expect(sizes == [60_000])
    #expect(host.takeFrames() == [])
  }

  @Test func `refuses frames that the link does not take`() throws {
    let host = Self.host()
    var addresses = host.stack.addresses
    addresses.mtu = 1000
    try host.configure(addresses)
    #expect(throws: SendError.tooLong) { try Self.send(9000, from: host) }
    #expect(host.stack.counters[.sendTooLong] == 1)
  }

  @Test func `says how long a segment may be`() {
    let host = Self.host()
    #expect(host.stack.maximumSegmentByteCount(host.transmitter) == 65_515)
    host.transmitter.maximumSegmentedByteCount = 0
    #expect(host.stack.maximumSegmentByteCount(host.transmitter) == 1480)
  }

  @Test func `refuses what is too long, or cannot leave`() throws {
    let host = Self.host(limit: 10_000)
    #expect(throws: SendError.tooLong) { try Self.send(9967, from: host) }
    #expect(throws: SendError.unreachable) {
      try Self.send(3000, from: host, to: IPv4Address(10, 0, 0, 255))
    }
    host.transmitter.bufferCount = 0
    #expect(throws: SendError.noBuffer) { try Self.send(3000, from: host) }
    host.transmitter.bufferCount = 1
    host.setLink(isUp: false)
    #expect(throws: SendError.linkDown) { try Self.send(3000, from: host) }
    for drop in [SendDrop.sendTooLong, .sendUnreachable, .sendNoBuffer, .sendLinkDown] {
      #expect(host.stack.counters[drop] == 1)
    }
    #expect(host.transmitter.segmentations.isEmpty)
  }

  @Test func `asks for the next hop, and keeps nothing so long until it is found`() throws {
    let host = Host()
    host.transmitter.maximumSegmentedByteCount = 65_549
    #expect(try Self.send(3000, from: host).count == 1, "the request")
    #expect(host.transmitter.segmentations.isEmpty)
    #expect(host.receive(Frames.arpReply()).isEmpty)
    #expect(try Self.send(3000, from: host).count == 1)
  }

  // MARK: What arrives

  private static func frame(_ byteCount: Int, _ payloadProtocol: IPProtocol = .tcp) -> [UInt8] {
    Frames.ethernet(Frames.ipv4([UInt8](repeating: 0, count: byteCount), payloadProtocol))
  }

  @Test(arguments: [1481, 2000, 65_515]) func `takes a segment that the card put together`(
    byteCount: Int
  ) {
    let host = Self.host()
    host.stack.takesMergedSegments = true
    host.receive(Self.frame(byteCount), isChecksumKnown: true)
    // Past the check of its size; nobody handles TCP here.
    #expect(host.drops(.frameOversized) == 0 && host.drops(.ipv4UnknownProtocol) == 1)
  }

  @Test func `refuses anything else of that size`() {
    let host = Self.host()
    host.receive(Self.frame(2000), isChecksumKnown: true)
    #expect(host.drops(.frameOversized) == 1, "nobody asked for it")
    host.stack.takesMergedSegments = true
    host.receive(Self.frame(2000))
    #expect(host.drops(.frameOversized) == 2, "no card looked at it")
    host.receive(Self.frame(2000, .udp), isChecksumKnown: true)
    host.receive(Self.frame(2000, .icmp), isChecksumKnown: true)
    #expect(host.drops(.frameOversized) == 4, "only TCP comes so large")
    let arp = Frames.ethernet([UInt8](repeating: 0, count: 2000), type: .arp)
    host.receive(arp, isChecksumKnown: true)
    host.receive([UInt8](repeating: 0, count: 2000), isChecksumKnown: true)
    #expect(host.drops(.frameOversized) == 6)
  }
}
