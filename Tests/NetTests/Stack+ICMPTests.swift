internal import Net
internal import Testing
internal import Wire

@Suite struct StackICMPTests {
  static func host() -> Host {
    let host = Host()
    host.meetPeer()
    return host
  }

  static let echoRequest = ICMPHeader(type: .echoRequest, parameter: 0x1234_0007)

  /// The ICMP message of a frame.
  static func message(_ frame: [UInt8]) throws -> (ICMPHeader, [UInt8]) {
    let bytes = Array(frame.dropFirst(34))
    let packet = try ICMPPacket(bytes.span.bytes)
    return (try ICMPHeader(parsing: packet, checksumPolicy: .verify), Array(bytes.dropFirst(8)))
  }

  @Test(arguments: [0, 1, 7, 56, 1471, 1472]) func `echoes any size`(byteCount: Int) throws {
    let host = Self.host()
    let data = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
    let frames = host.receive(Frames.icmp(Self.echoRequest, data))
    let (header, echoed) = try Self.message(try #require(frames.first))
    #expect(frames.count == 1)
    #expect(header == ICMPHeader(type: .echoReply, parameter: 0x1234_0007))
    #expect(echoed == data)
    #expect(host.stack.counters.echoRequestsAnswered == 1)
  }

  @Test func `keeps an echo until it knows where to send it`() throws {
    let host = Host()
    #expect(host.receive(Frames.icmp(Self.echoRequest, [1])).count == 1)
    #expect(host.stack.counters.echoRequestsAnswered == 1)
    let frames = host.receive(Frames.arpReply())
    #expect(try Self.message(try #require(frames.first)).1 == [1])
  }

  @Test(arguments: 0..<8) func `drops a cut message`(byteCount: Int) {
    let host = Self.host()
    let bytes = [UInt8](repeating: 0, count: byteCount)
    host.receive(Frames.ethernet(Frames.ipv4(bytes, .icmp)))
    #expect(host.drops(.icmpTruncated) == 1)
  }

  @Test func `drops a wrong checksum`() {
    let host = Self.host()
    var frame = Frames.icmp(Self.echoRequest, [1, 2])
    frame[43] ^= 4
    #expect(host.receive(frame) == [])
    #expect(host.drops(.icmpBadChecksum) == 1)
  }

  @Test(arguments: [IPv4Address.broadcast, IPv4Address(10, 0, 0, 255)])
  func `does not echo what is for all`(destination: IPv4Address) {
    let host = Self.host()
    #expect(host.receive(Frames.icmp(Self.echoRequest, to: destination)) == [])
    #expect(host.drops(.icmpBroadcast) == 1)
  }

  @Test(arguments: [3, 4, 5, 11, 12] as [UInt8]) func `never answers a report`(type: UInt8) {
    let host = Self.host()
    #expect(host.receive(Frames.icmp(ICMPHeader(type: ICMPType(rawValue: type)))) == [])
    #expect(host.drops(.icmpError) == 1)
  }

  @Test(arguments: [0, 1, 9, 13, 15, 17, 40, 255] as [UInt8])
  func `ignores all other messages`(type: UInt8) {
    let host = Self.host()
    #expect(host.receive(Frames.icmp(ICMPHeader(type: ICMPType(rawValue: type)))) == [])
    #expect(host.drops(.icmpUnwanted) == 1)
  }

  @Test func `tells that a port is unreachable`() throws {
    let host = Self.host()
    let frame = Frames.udp([1, 2, 3])
    let frames = host.receive(frame)
    let (header, quoted) = try Self.message(try #require(frames.first))
    #expect(header == ICMPHeader(type: .destinationUnreachable, code: 3))
    #expect(quoted == Array(frame.dropFirst(14)))
    #expect(host.drops(.udpNoSocket) == 1)
    #expect(host.stack.counters.unreachablesSent == 1)
  }

  @Test func `tells that a protocol is unreachable`() throws {
    let host = Self.host()
    let packet = Frames.ipv4([1, 2, 3], IPProtocol(rawValue: 143))
    let frames = host.receive(Frames.ethernet(packet))
    let (header, quoted) = try Self.message(try #require(frames.first))
    #expect(header == ICMPHeader(type: .destinationUnreachable, code: 2))
    #expect(quoted == packet)
    #expect(host.drops(.ipv4UnknownProtocol) == 1)
  }

  @Test func `quotes no more than fits into 576 bytes`() throws {
    let host = Self.host()
    let frames = host.receive(Frames.udp([UInt8](repeating: 7, count: 1472)))
    let frame = try #require(frames.first)
    #expect(frame.count == 14 + 576)
    #expect(try Self.message(frame).1.count == 548)
  }

  @Test func `rejects nothing that was sent to all`() {
    let host = Self.host()
    let all = IPv4Address(10, 0, 0, 255)
    #expect(host.receive(Frames.udp([1], to: Endpoint(address: all, port: 9))) == [])
    let odd = Frames.ipv4([1], IPProtocol(rawValue: 143), to: .broadcast)
    #expect(host.receive(Frames.ethernet(odd, to: .broadcast)) == [])
    #expect(host.drops(.udpNoSocket) == 1)
    #expect(host.drops(.ipv4UnknownProtocol) == 1)
    #expect(host.stack.counters.unreachablesSent == 0)
  }

  @Test func `rejects no fragment`() {
    let host = Self.host()
    let fragment = Frames.editing(Frames.udp([1])) { $0[6] = 0x20 }
    #expect(host.receive(fragment) == [])
  }

  @Test func `limits how often it rejects`() {
    let host = Self.host()
    let frame = Frames.udp([1])
    for _ in 0..<1000 { host.receive(frame) }
    let burst = host.stack.counters.unreachablesSent
    #expect((17...50).contains(burst))
    #expect(host.stack.counters.unreachablesSuppressed == 1000 - burst)
    for step in 1...100 {
      host.advance(toSecond: Double(step) / 100)
      for _ in 0..<10 { host.receive(frame) }
    }
    #expect((90...101).contains(host.stack.counters.unreachablesSent - burst))
    #expect(host.drops(.udpNoSocket) == 2000)
  }

  @Test func `counts an answer that found no buffer`() {
    let host = Self.host()
    host.transmitter.bufferCount = 0
    host.receive(Frames.icmp(Self.echoRequest))
    host.receive(Frames.udp([1]))
    #expect(host.drops(.replyNoBuffer) == 1)
    #expect(host.drops(.udpNoSocket) == 1)
    #expect(host.stack.counters.unreachablesSent == 0)
    #expect(host.stack.counters[.sendNoBuffer] == 2)
  }
}
