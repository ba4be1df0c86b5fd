internal import Net
internal import Testing
internal import Wire

/// What the stack leaves to its card, and what it does while the link is down.
@Suite struct StackLinkTests {
  private static let peer = Endpoint(address: Host.peer, port: 40000)

  private static func host(completesChecksums: Bool) throws -> (Host, UDPSocketHandle) {
    let host = Host()
    host.transmitter.completesChecksums = completesChecksums
    let socket = try host.stack.bindUDP(port: 53)
    host.meetPeer()
    host.transmitter.checksums = []
    return (host, socket)
  }

  /// The checksum field of the datagram in a frame.
  private static func checksum(_ frame: [UInt8]) -> UInt16 {
    UInt16(frame[40]) << 8 | UInt16(frame[41])
  }

  private static func sum(_ bytes: [UInt8]) -> UInt16 {
    var sum = Checksum()
    sum.add(bytes.span.bytes)
    return sum.value
  }

  @Test func `leaves the checksum of a datagram to a card that completes it`() throws {
    let (host, socket) = try Self.host(completesChecksums: true)
    let frame = try #require(try host.send([1, 2, 3], from: socket, to: Self.peer).first)
    #expect(host.transmitter.checksums == [PartialChecksum(start: 34, offset: 6)])
    // The addresses, protocol 17, and length 11, not complemented.
    let sum: UInt32 = 0x0a00 + 0x002a + 0x0a00 + 0x0001 + 17 + 11
    #expect(UInt32(Self.checksum(frame)) == sum)
    // What a card makes of it is what the stack makes by itself.
    let (plain, other) = try Self.host(completesChecksums: false)
    let whole = try #require(try plain.send([1, 2, 3], from: other, to: Self.peer).first)
    #expect(
      Self.sum(Array(frame[34...])) == Self.checksum(whole) && plain.transmitter.checksums == [nil])
  }

  @Test func `writes the checksum of a datagram that has to wait`() throws {
    let host = Host()
    host.transmitter.completesChecksums = true
    let socket = try host.stack.bindUDP(port: 53)
    try host.send([1, 2, 3], from: socket, to: Self.peer)
    host.transmitter.checksums = []
    let frames = host.receive(Frames.arpReply())
    #expect(host.transmitter.checksums == [nil])
    let datagram = Array(try #require(frames.first)[34...])
    // The addresses and the rest of the pseudo-header, then the datagram.
    let pseudoHeader: [UInt8] = [10, 0, 0, 42, 10, 0, 0, 1, 0, 17, 0, 11]
    #expect(Self.sum(pseudoHeader + datagram) == 0)
  }

  @Test func `takes a datagram whose checksum the card vouches for`() throws {
    let (host, _) = try Self.host(completesChecksums: false)
    var frame = Frames.udp([1, 2, 3], to: Endpoint(address: Host.guest, port: 53))
    frame[40] ^= 1
    host.receive(frame)
    #expect(host.drops(.udpBadChecksum) == 1 && host.deliveries.isEmpty)
    host.receive(frame, isChecksumKnown: true)
    #expect(host.deliveries.map(\.payload) == [[1, 2, 3]])
  }

  @Test func `verifies what no card looks at`() throws {
    let (host, _) = try Self.host(completesChecksums: false)
    var frame = Frames.udp([1, 2, 3], to: Endpoint(address: Host.guest, port: 53))
    frame[24] ^= 1
    host.receive(frame, isChecksumKnown: true)
    #expect(host.drops(.ipv4BadChecksum) == 1 && host.deliveries.isEmpty)
  }

  @Test func `sends nothing on a link that is down, and counts it`() throws {
    let (host, socket) = try Self.host(completesChecksums: false)
    #expect(host.setLink(isUp: false) == [])
    #expect(throws: SendError.linkDown) { try host.send([1], from: socket, to: Self.peer) }
    host.receive(Frames.arpRequest())
    #expect(host.takeFrames() == [])
    #expect(host.stack.counters[.sendLinkDown] == 2)
    #expect(host.stack.counters[.sendNoBuffer] == 0)
  }

  @Test func `announces its address on a link that comes up`() throws {
    let (host, socket) = try Self.host(completesChecksums: false)
    #expect(host.setLink(isUp: true) == [], "it was up")
    host.setLink(isUp: false)
    #expect(host.setLink(isUp: true).count == 1)
    #expect(host.stack.counters.linkChanges == 2)
    #expect(try host.send([1], from: socket, to: Self.peer).count == 1)
  }

  @Test func `drops what waited for a neighbour on a link that went down`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    try host.send([1], from: socket, to: Self.peer)
    host.setLink(isUp: false)
    #expect(host.receive(Frames.arpReply()) == [])
    #expect(host.stack.counters[.sendLinkDown] == 1)
  }
}
