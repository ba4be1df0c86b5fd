internal import Testing
internal import Wire

@testable internal import Net

@Suite struct StackTCPTests {
  private static let header = TCPHeader(
    sourcePort: 4000, destinationPort: 80, sequenceNumber: 7, acknowledgmentNumber: 0,
    flags: .syn, window: 1000)

  /// A frame that holds a SYN for port 80.
  private static func syn(to address: IPv4Address = Host.guest) -> [UInt8] {
    let ip = IPv4Header(source: Host.peer, destination: address, payloadProtocol: .tcp)
    let segment = Frames.write(20) { header.emit(into: &$0, in: ip) }
    return Frames.ethernet(Frames.ipv4(segment, .tcp, to: address))
  }

  @Test func `refuses the protocol while nobody takes segments`() {
    let host = Host()
    #expect(host.receive(Self.syn()).count == 1)
    #expect(host.stack.counters[.ipv4UnknownProtocol] == 1)
    #expect(host.stack.counters.unreachablesSent == 1)
  }

  @Test func `hands segments over to who takes them`() {
    let host = Host()
    var taken: [Port] = []
    var isKnown = false
    host.stack.segmentHandler = { bytes, header, isChecksumKnown, _ in
      taken.append(Port(bytes.bigEndian(at: 2)))
      isKnown = isChecksumKnown
    }
    #expect(host.receive(Self.syn(), isChecksumKnown: true).isEmpty)
    #expect(taken == [80])
    #expect(isKnown)
    #expect(host.stack.counters.segmentsDelivered == 1)
    #expect(host.stack.counters.framesSettled == host.stack.counters.framesIn)
  }

  @Test func `hands no broadcast over`() {
    let host = Host()
    host.stack.segmentHandler = { _, _, _, _ in Issue.record("a segment for everybody") }
    host.receive(Self.syn(to: .broadcast))
    #expect(host.stack.counters[.ipv4UnknownProtocol] == 1)
  }

  @Test func `tells what becomes of a segment`() throws {
    let host = Host()
    let ip = IPv4Header(source: Host.guest, destination: Host.peer, payloadProtocol: .tcp)
    func send() -> SegmentFate {
      host.stack.sendSegment(
        ip, size: SegmentSize(byteCount: 20, headerByteCount: 20, cutByteCount: 0), now: host.now,
        transmitter: &host.transmitter
      ) { Self.header.emit(into: &$0, in: ip, leavesChecksum: $1) }
    }
    #expect(send() == .unresolved)
    host.meetPeer()
    _ = host.takeFrames()
    host.transmitter.completesChecksums = true
    #expect(send() == .sent)
    #expect(host.transmitter.checksums.last == PartialChecksum(start: 34, offset: 16))
    // What the card gets is the sum of the pseudo-header.
    let expected = ~ip.pseudoHeader(payloadByteCount: 20).value
    let frame = try #require(host.takeFrames().last)
    #expect(Array(frame[50..<52]) == [UInt8(expected >> 8), UInt8(expected & 0xff)])
    host.transmitter.bufferCount = 0
    #expect(send() == .noBuffer)
    host.setLink(isUp: false)
    #expect(send() == .sent)
  }

  @Test func `knows where there is no way`() {
    let host = Host(gateway: nil)
    let ip = IPv4Header(
      source: Host.guest, destination: IPv4Address(192, 0, 2, 1), payloadProtocol: .tcp)
    let fate = host.stack.sendSegment(
      ip, size: SegmentSize(byteCount: 20, headerByteCount: 20, cutByteCount: 0), now: host.now,
      transmitter: &host.transmitter
    ) { _, _ in Issue.record("nothing is sent") }
    #expect(fate == .unreachable)
  }

  @Test func `holds nobody up if there is no memory for what it sends itself`() throws {
    let host = Host()
    host.stack.enableLoopback()
    var most = 0
    host.stack.limitDetour { $0 <= most }
    host.transmitter.maximumSegmentedByteCount = 65_549
    func send(_ byteCount: Int, cut: Int = 0) -> SegmentFate {
      let ip = IPv4Header(source: Host.guest, destination: Host.guest, payloadProtocol: .tcp)
      return host.stack.sendSegment(
        ip, size: SegmentSize(byteCount: byteCount, headerByteCount: 20, cutByteCount: cut),
        now: host.now, transmitter: &host.transmitter
      ) { bytes, _ in
        for offset in 0..<bytes.byteCount { bytes.storeBigEndian(0 as UInt8, at: offset) }
      }
    }
    #expect(send(60_000, cut: 1460) == .needsFrames)
    #expect(send(1480) == .sent, "it is lost, as packets may be")
    #expect(host.stack.counters[.sendNoBuffer] == 2)
    most = 100_000
    for _ in 0..<4 { #expect(send(60_000, cut: 1460) == .sent) }
    // There is room as soon as the host has dealt with those.
    #expect(send(60_000, cut: 1460) == .noBuffer)
    _ = host.takeFrames()
    #expect(send(60_000, cut: 1460) == .sent)
  }

  @Test func `cuts no segment into fragments, and lets none be overtaken`() throws {
    let host = Host()
    host.meetPeer()
    host.stack.enableFragments(byteLimit: 1 << 16)
    host.stack.enableSegmentReports { _ in true }
    func send(_ byteCount: Int, to remote: IPv4Address, cut: Int = 0) -> SegmentFate {
      let ip = IPv4Header(source: Host.guest, destination: remote, payloadProtocol: .tcp)
      return host.stack.sendSegment(
        ip, size: SegmentSize(byteCount: byteCount, headerByteCount: 20, cutByteCount: cut),
        now: host.now, transmitter: &host.transmitter
      ) { bytes, _ in
        for offset in 0..<bytes.byteCount { bytes.storeBigEndian(0 as UInt8, at: offset) }
      }
    }
    let far = StackControlTests.far.address
    #expect(send(1480, to: far) == .sent)
    let frame = try #require(host.takeFrames().last)
    host.receive(StackControlTests.report(frame, code: 4, parameter: 640))
    #expect(send(621, to: far) == .tooLong(mtu: 640))
    // As with each renewal of a lease.
    try host.configure(host.stack.addresses)
    _ = host.takeFrames()
    host.advance(toSecond: 2)
    #expect(send(621, to: far) == .tooLong(mtu: 640))
    host.transmitter.maximumSegmentedByteCount = 65_549
    #expect(send(3000, to: far, cut: 601) == .tooLong(mtu: 640))
    #expect(host.stack.counters[.sendTooLong] == 3)
    #expect(host.takeFrames().isEmpty)
    #expect(send(3000, to: far, cut: 600) == .sent)
    #expect(send(620, to: far) == .sent)
    // Others' ways are as wide as before, and what is longer does not come later.
    #expect(send(1480, to: Host.peer) == .sent)
    #expect(send(20, to: Host.peer) == .sent)
    #expect(host.takeFrames().map(\.count) == [3034, 654, 1514, 54])
  }
}
