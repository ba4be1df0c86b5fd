internal import Net
internal import TestSupport
internal import Testing
internal import Wire

/// What one Linux host sent to another, sent to a stack in the other's place.
@Suite struct CaptureTests {
  /// The frames of the fixture, in order.
  static let frames: [[UInt8]] = {
    let bytes = (try? Fixtures().bytes("linux-veth/peer.pcap")) ?? []
    var frames: [[UInt8]] = []
    var offset = 24
    while offset + 16 <= bytes.count {
      let byteCount = (0..<4).reduce(0) { $0 | Int(bytes[offset + 8 + $1]) << (8 * $1) }
      frames.append(Array(bytes[(offset + 16)..<(offset + 16 + byteCount)]))
      offset += 16 + byteCount
    }
    return frames
  }()

  static let peerCard: [UInt8] = [0x52, 0x54, 0, 0, 0, 1]

  /// What a frame says, without what two implementations may do differently: the IPv4 packet's
  /// type of service, number, flags and checksum, padding, and how much a report quotes.
  static func essence(_ frame: [UInt8]) -> [UInt8] {
    guard frame[12] == 8, frame[13] == 0 else { return Array(frame.prefix(42)) }
    let headerByteCount = Int(frame[14] & 15) * 4
    let payload = frame.dropFirst(14 + headerByteCount)
    return frame.prefix(14) + frame[26..<34] + [frame[23]] + payload
  }

  /// Whether a frame holds a piece of an IPv4 packet, or an echo request.
  static func isFragmentOrRequest(_ frame: [UInt8]) -> Bool {
    guard frame[12] == 8, frame[13] == 0 else { return false }
    return frame[20] & 0x3f != 0 || frame[21] != 0 || (frame[23] == 1 && frame[34] == 8)
  }

  /// A stack that answers datagrams with their reversal, as the peer did.
  static func answer(_ host: Host, _ frame: [UInt8]) throws -> [[UInt8]] {
    let first = host.deliveries.count
    var frames = host.receive(frame)
    for delivery in host.deliveries.dropFirst(first) {
      frames += try host.send(
        delivery.payload.reversed(), from: delivery.socket, to: delivery.source)
    }
    return frames
  }

  @Test func `answers as Linux answered`() throws {
    let host = Host()
    _ = try host.stack.bindUDP(port: 53)
    var expected: [[UInt8]] = []
    var actual: [[UInt8]] = []
    for frame in Self.frames {
      if frame[6..<12].elementsEqual(Self.peerCard) {
        actual += try Self.answer(host, frame)
      } else {
        expected.append(frame)
      }
    }
    // Not done here: putting fragments together (3 frames of the reply), and asking (1 frame).
    let comparable = expected.filter { !Self.isFragmentOrRequest($0) }
    #expect(Self.frames.count == 60)
    #expect(expected.count - comparable.count == 4)
    #expect(actual.count == comparable.count)
    for (index, (mine, theirs)) in zip(actual, comparable).enumerated() {
      #expect(Self.essence(mine) == Self.essence(theirs), "answer \(index)")
    }
    #expect(host.drops(.ipv4Fragment) == 3)
    #expect(host.drops(.icmpBroadcast) == 1)
    #expect(host.drops(.icmpUnwanted) == 1)
    #expect(host.stack.counters.framesSettled == host.stack.counters.framesIn)
  }

  @Test func `takes every frame at every length`() throws {
    let host = Host()
    _ = try host.stack.bindUDP(port: 53)
    var count: UInt64 = 0
    for frame in Self.frames {
      for byteCount in 0..<frame.count {
        host.receive(Array(frame.prefix(byteCount)))
        count += 1
      }
    }
    #expect(count > 15_000)
    #expect(host.stack.counters.framesIn == count)
    #expect(host.stack.counters.framesSettled == count)
  }
}
