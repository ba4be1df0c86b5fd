internal import Testing
internal import Wire

@testable internal import Net

@Suite struct TCPControlBlockOutputTests {
  static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0) } }

  @Test func `cuts data into segments and pushes the last`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    #expect(host.write(Self.bytes(2500), to: handle) == 2500)
    let sent = host.flush()
    #expect(sent.map(\.payload.count) == [1000, 1000, 500])
    #expect(sent.map(\.header.sequenceNumber) == [next, next + 1000, next + 2000])
    #expect(sent.map(\.header.flags) == [.ack, .ack, .psh | .ack])
    #expect(sent.flatMap(\.payload) == Self.bytes(2500))
  }

  @Test func `sends a small segment at once if told so`() throws {
    var settings = TCPHost.plainSettings
    settings.isNagleEnabled = false
    let host = TCPHost(settings)
    let (handle, _) = try host.established()
    _ = host.write([1], to: handle)
    #expect(host.flush().count == 1)
    _ = host.write([2], to: handle)
    #expect(host.flush().count == 1)
  }

  @Test func `never sends beyond the window`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established(window: 1500)
    _ = host.write(Self.bytes(5000), to: handle)
    #expect(host.flush().map(\.payload.count) == [1000])
    // The window slides by what is acknowledged, and is worth a segment again.
    let more = host.receive(.ack, seq: 1001, ack: next + 1000, window: 1500)
    #expect(more.map(\.payload.count) == [1000])
  }

  @Test func `starts with the initial window and doubles it`() throws {
    // RFC 6928, section 2; RFC 5681, section 3.1.
    let host = TCPHost()
    let (handle, next) = try host.established(window: 60_000)
    _ = host.write(Self.bytes(60_000), to: handle)
    #expect(host.flush().count == 10)
    var number = next
    var count = 0
    for _ in 0..<10 {
      number += 1000
      count += host.receive(.ack, seq: 1001, ack: number, window: 60_000).count
    }
    #expect(count == 20)
  }

  @Test func `sends again what is not acknowledged, more slowly each time`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    _ = host.write([1, 2, 3], to: handle)
    #expect(host.flush().count == 1)
    var times: [Int] = []
    var elapsed = 0
    while times.count < 4 {
      elapsed += 10
      for segment in host.pass(milliseconds: 10) {
        #expect(segment.header.sequenceNumber == next)
        #expect(segment.payload == [1, 2, 3])
        times.append(elapsed)
      }
    }
    // The handshake took no time at all: the least time-out counts.
    #expect(times == [200, 600, 1400, 3000])
  }

  @Test func `gives up a peer that is silent for too long`() throws {
    let host = TCPHost()
    let (handle, _) = try host.established()
    _ = host.write([1], to: handle)
    for _ in 0..<200 { host.pass(milliseconds: 1000) }
    #expect(host.endpoints.status(of: handle)?.error == .timedOut)
  }

  @Test func `sends a lost segment again after three duplicates`() throws {
    // RFC 5681, section 3.2.
    let host = TCPHost()
    let (handle, next) = try host.established()
    _ = host.write(Self.bytes(5000), to: handle)
    #expect(host.flush().count == 5)
    #expect(host.receive(.ack, seq: 1001, ack: next).isEmpty)
    #expect(host.receive(.ack, seq: 1001, ack: next).isEmpty)
    let again = host.receive(.ack, seq: 1001, ack: next)
    #expect(again.map(\.header.sequenceNumber) == [next])
    #expect(host.endpoints.counters.retransmissions == 1)
  }

  @Test func `sends only what is missing to a peer that tells`() throws {
    // RFC 6675; RFC 8985.
    var settings = TCPHost.plainSettings
    settings.usesSACK = true
    let host = TCPHost(settings)
    let (handle, next) = try host.established { $0.isSACKPermitted = true }
    _ = host.write(Self.bytes(6000), to: handle)
    #expect(host.flush().count == 6)
    host.pass(milliseconds: 10)
    let again = host.receive(.ack, seq: 1001, ack: next) {
      $0.sack.append(SACKBlock(start: next + 1000, end: next + 3000))
      $0.sack.append(SACKBlock(start: next + 4000, end: next + 6000))
    }
    #expect(again.map(\.header.sequenceNumber) == [next, next + 3000])
  }

  @Test func `probes a lost tail`() throws {
    // RFC 8985, section 7.
    var settings = TCPHost.plainSettings
    settings.usesSACK = true
    let host = TCPHost(settings)
    let (handle, next) = try host.established { $0.isSACKPermitted = true }
    _ = host.write(Self.bytes(3000), to: handle)
    #expect(host.flush().count == 3)
    let probe = host.pass(milliseconds: 2)
    #expect(probe.map(\.header.sequenceNumber) == [next + 2000])
  }

  @Test func `probes a closed window`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established(window: 0)
    _ = host.write([1, 2, 3], to: handle)
    #expect(host.flush().isEmpty)
    var probes: [TCPHost.Sent] = []
    for _ in 0..<100 where probes.isEmpty { probes = host.pass(milliseconds: 10) }
    #expect(probes.map(\.payload) == [[1]])
    #expect(host.receive(.ack, seq: 1001, ack: next, window: 0).isEmpty)
    // It opens: what was refused, and the rest.
    let sent = host.receive(.ack, seq: 1001, ack: next, window: 100)
    #expect(sent.flatMap(\.payload) == [1])
    let rest = host.receive(.ack, seq: 1001, ack: next + 1, window: 100)
    #expect(rest.flatMap(\.payload) == [2, 3])
  }

  @Test(arguments: [false, true])
  func `a peer that pauses costs nothing`(usesSACK: Bool) throws {
    // A probe that a closed window refuses is no congestion: RFC 9293, section 3.8.6.1.
    var settings = TCPHost.plainSettings
    settings.usesSACK = usesSACK
    let host = TCPHost(settings)
    let (handle, next) = try host.established { $0.isSACKPermitted = usesSACK }
    let block = try #require(host.endpoints.block(handle))
    _ = host.write(Self.bytes(40_000), to: handle)
    #expect(host.flush().count == 10)
    let acknowledged = next + 10_000
    host.receive(.ack, seq: 1001, ack: acknowledged, window: 0)
    let window = block.congestion.window
    var probeCount = 0
    for _ in 0..<3000 where probeCount < 4 {
      for sent in host.pass(milliseconds: 10) {
        #expect(sent.header.sequenceNumber == acknowledged && sent.payload.count == 1)
        probeCount += 1
        #expect(host.receive(.ack, seq: 1001, ack: acknowledged, window: 0).isEmpty)
      }
    }
    #expect(probeCount == 4)
    let sent = host.receive(.ack, seq: 1001, ack: acknowledged)
    #expect(sent.first?.payload.count == 1)
    #expect(sent.dropFirst().reduce(0) { $0 + $1.payload.count } > window - 2000)
    #expect(block.congestion.window == window && block.congestion.isInSlowStart)
    host.receive(.ack, seq: 1001, ack: block.nextSend)
    #expect(block.recoveryPoint == nil && block.congestion.window >= window)
  }

  /// Congestion control of a connection with tiny segments that has long been busy.
  private static var wideWindow: CongestionControl {
    var control = CongestionControl(algorithm: .reno, segmentByteCount: 50_000)
    control.acknowledge(100_000, now: Instant(nanoseconds: 0), roundTrip: 0)
    control.setSegmentByteCount(64)
    return control
  }

  @Test func `a peer that takes tiny segments has only so many under way`() throws {
    var settings = TCPHost.plainSettings
    settings.usesSACK = true
    settings.usesWindowScale = true
    let host = TCPHost(settings)
    let (handle, next) = try host.established {
      $0.isSACKPermitted = true
      $0.maximumSegmentSize = 64
      $0.windowScale = 4
    }
    let block = try #require(host.endpoints.block(handle))
    _ = host.write(Self.bytes(200_000), to: handle)
    block.congestion = Self.wideWindow
    var acknowledged = next
    var most = 0
    var mostBytes = 0
    for _ in 0..<200 {
      while !host.flush().isEmpty {}
      most = max(most, block.inFlight.count)
      mostBytes = max(mostBytes, host.endpoints.bufferedByteCount - block.sendQueue.capacity)
      acknowledged += min(block.nextSend.distance(from: acknowledged), 6400)
      host.receive(.ack, seq: 1001, ack: acknowledged, window: 16_000)
    }
    #expect(most == SentSegments.limit)
    #expect(mostBytes >= most * MemoryLayout<SentSegment>.stride, "the budget knows of them")
    #expect(mostBytes <= 4 * most * MemoryLayout<SentSegment>.stride)
    #expect(acknowledged == next + 200_000)
  }

  @Test func `where memory is short few segments are under way`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established { $0.maximumSegmentSize = 64 }
    let block = try #require(host.endpoints.block(handle))
    _ = host.write(Self.bytes(10_000), to: handle)
    block.congestion = Self.wideWindow
    host.endpoints.budget.limit = 1
    while !host.flush().isEmpty {}
    #expect(block.inFlight.count == SentSegments.modestLimit)
    // All arrives nevertheless.
    for _ in 0..<20 { host.receive(.ack, seq: 1001, ack: block.nextSend) }
    #expect(block.unacknowledged == next + 10_000)
  }

  @Test(arguments: [false, true])
  func `what does not fit into the bound goes again in its turn`(usesSACK: Bool) throws {
    // Long segments that the card cuts, of which the peer has every other piece.
    var settings = TCPHost.plainSettings
    settings.usesSACK = usesSACK
    settings.usesWindowScale = true
    let host = TCPHost(settings)
    host.endpoints.longestSegment = 60_000
    let (handle, next) = try host.established {
      $0.isSACKPermitted = usesSACK
      $0.maximumSegmentSize = 64
      $0.windowScale = 4
    }
    let block = try #require(host.endpoints.block(handle))
    _ = host.write(Self.bytes(100_000), to: handle)
    block.congestion = Self.wideWindow
    while !host.flush().isEmpty {}
    host.pass(milliseconds: 5)
    if usesSACK {
      for start in stride(from: 64, to: 90_000, by: 128) {
        host.receive(.ack, seq: 1001, ack: next, window: 16_000) {
          $0.sack.append(SACKBlock(start: next + start, end: next + start + 64))
        }
      }
    }
    var received = next
    var most = 0
    for _ in 0..<100_000 where received != next + 100_000 {
      most = max(most, block.inFlight.count)
      for sent in host.pass(milliseconds: 20) {
        let start = sent.header.sequenceNumber
        let end = start + sent.payload.count
        if start <= received, end > received { received = end }
      }
      host.receive(.ack, seq: 1001, ack: received, window: 16_000)
    }
    #expect(received == next + 100_000)
    #expect(most <= SentSegments.limit + 1)
  }

  @Test func `keeps what found no buffer`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    _ = host.write([1, 2], to: handle)
    host.fate = .noBuffer
    #expect(host.flush().isEmpty)
    host.fate = .sent
    let sent = host.flush()
    #expect(sent.map(\.payload) == [[1, 2]])
    #expect(sent.map(\.header.sequenceNumber) == [next])
  }

  @Test func `asks a silent peer whether it is there`() throws {
    var settings = TCPHost.plainSettings
    settings.keepAliveIdle = 1_000_000_000
    settings.keepAliveInterval = 100_000_000
    settings.keepAliveCount = 3
    let host = TCPHost(settings)
    let (handle, next) = try host.established()
    let sent = host.pass(milliseconds: 1000)
    #expect(sent.map(\.header.sequenceNumber) == [next - 1])
    host.receive(.ack, seq: 1001, ack: next)
    #expect(host.pass(milliseconds: 999).isEmpty)
    var count = 0
    for _ in 0..<20 { count += host.pass(milliseconds: 50).count }
    #expect(count == 3)
    #expect(host.endpoints.status(of: handle)?.error == .timedOut)
  }

  @Test func `the window closes when nobody reads`() throws {
    var settings = TCPHost.plainSettings
    settings.usesWindowScale = true
    let host = TCPHost(settings)
    let (handle, next) = try host.established { $0.windowScale = 0 }
    let limit = settings.receiveLimit
    var number: SequenceNumber = 1001
    var last: TCPHost.Sent?
    for _ in 0..<(limit / 101 + 300) {
      let sent = host.receive(
        .ack, seq: number, ack: next, payload: [UInt8](repeating: 1, count: 101))
      last = (sent + host.pass(milliseconds: 300)).last ?? last
      let status = try #require(host.endpoints.status(of: handle))
      number = SequenceNumber(1001) + status.readableCount
      #expect(status.readableCount <= limit)
    }
    #expect(last?.header.window == 0)
    #expect(number.distance(from: 1001) == limit)
  }

  @Test func `a small segment leaves, however much went before it`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    let block = try #require(host.endpoints.blocks.compactMap(\.self).last)
    block.smallEnd = next - ((1 << 31) - 2500)
    for count in 1...3 {
      _ = host.write(Self.bytes(1000), to: handle)
      #expect(host.flush().count == 1)
      host.receive(.ack, seq: 1001, ack: next + 1000 * count)
    }
    _ = host.write(Self.bytes(10), to: handle)
    #expect(host.flush().map(\.payload.count) == [10])
  }
}
