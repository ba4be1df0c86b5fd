internal import Net
internal import TestSupport
internal import Testing
internal import Wire

/// Frames that no peer would send.
@Suite struct FuzzTests {
  /// What a stack gets to see: anything, or a sound frame with a few wrong bytes.
  static func frame(_ generator: inout SeededGenerator) -> [UInt8] {
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return generator.bytes(upTo: 80)
    case 1:
      return Frames.ethernet(
        generator.bytes(upTo: 80), type: Bool.random(using: &generator) ? .ipv4 : .arp)
    case 2:
      let number = IPProtocol(rawValue: UInt8(truncatingIfNeeded: generator.next() % 20))
      return Frames.ethernet(Frames.ipv4(generator.bytes(upTo: 60), number))
    case 3: return Frames.adding(options: options(&generator), to: Frames.udp([1, 2, 3]))
    default: return mutated(&generator)
    }
  }

  /// A piece of a packet, as it may come of a sound one or of none.
  static func piece(_ generator: inout SeededGenerator) -> [UInt8] {
    let payload = (0..<48).map { UInt8($0) }
    let start = 8 * Int.random(in: 0..<6, using: &generator)
    let end = min(start + 8 * Int.random(in: 1...3, using: &generator), 48)
    let isOdd = generator.next() % 16 == 0
    let number = UInt16(generator.next() % 8)
    let whole = Array(Frames.udp(Array(payload[8...]))[34...])
    var bytes = Array(whole[start..<end])
    if isOdd { bytes += generator.bytes(upTo: 9) }
    return Frames.fragment(
      of: Frames.udp([]), bytes, at: start, isLast: end == 48, identification: number)
  }

  /// A report about a packet of the host, or of anybody.
  static func report(_ generator: inout SeededGenerator) -> [UInt8] {
    let types: [ICMPType] = [.destinationUnreachable, .timeExceeded, .parameterProblem, .redirect]
    let source = generator.next() % 4 == 0 ? Host.peer : Host.guest
    let start: [UInt8] = [0, 53, 0, 9, 0, 8, 0, 0]
    let quoted = Frames.ipv4(start, generator.next() % 2 == 0 ? .udp : .icmp, from: source)
    let header = ICMPHeader(
      type: types[generator.below(4)], code: UInt8(generator.below(18)),
      parameter: UInt32(generator.below(2000)))
    return Frames.icmp(header, Array(quoted.prefix(20 + generator.below(9))))
  }

  @Test(arguments: [5, 6, 7, 8] as [UInt64])
  func `takes 50,000 frames off the common way, too`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    host.stack.enableFragments(byteLimit: 8 << 10)
    host.stack.enableLoopback()
    host.stack.enableDatagramReports { _, _ in true }
    host.stack.enableEchoes { _ in true }
    let isJoined = host.stack.join(IPv4Address(239, 0, 0, 1), now: host.now)
    #expect(isJoined)
    for step in 1...50_000 {
      switch generator.below(4) {
      case 0: host.receive(Self.piece(&generator))
      case 1: host.receive(Self.report(&generator))
      case 2:
        host.receive(
          Frames.ethernet(
            Frames.ipv4(generator.bytes(upTo: 12), .igmp, to: IPv4Address(239, 0, 0, 1)),
            to: MACAddress(group: IPv4Address(239, 0, 0, 1))))
      default: host.receive(Self.frame(&generator))
      }
      host.deliveries = []
      if step % 16 == 0 { host.advance(toSecond: Double(step) / 50) }
      if step % 8 == 0 {
        let targets = [Host.guest, .loopback, Host.peer, IPv4Address(239, 0, 0, 1)]
        let target = Endpoint(address: targets[generator.below(4)], port: 53)
        _ = try? host.send(generator.bytes(upTo: 3000), from: socket, to: target)
      }
    }
    let counters = host.stack.counters
    #expect(counters.framesSettled == 50_000 + counters.packetsDetoured)
    #expect(counters.packetsDetoured > 1000 && counters.handedOver > 1000)
    host.deliveries = []
    host.receive(Frames.udp([7]))
    #expect(host.deliveries.map(\.payload) == [[7]])
  }

  /// Options of any content, a multiple of 4 bytes.
  static func options(_ generator: inout SeededGenerator) -> [UInt8] {
    let bytes = generator.bytes(upTo: 40)
    return Array(bytes.prefix(bytes.count / 4 * 4))
  }

  /// A captured frame with a few other bytes, cut now and then, its checksum often made good.
  static func mutated(_ generator: inout SeededGenerator) -> [UInt8] {
    var frame = CaptureTests.frames.randomElement(using: &generator) ?? []
    if frame.count > 200 { frame = Array(frame.prefix(200)) }
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      let offset = Int.random(in: 0..<frame.count, using: &generator)
      frame[offset] = UInt8(truncatingIfNeeded: generator.next())
    }
    if Bool.random(using: &generator) { frame = Frames.editing(frame) { _ in } }
    if generator.next() % 8 == 0 {
      frame = Array(frame.prefix(Int.random(in: 0...frame.count, using: &generator)))
    }
    return frame
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `takes 50,000 frames and can tell what became of each`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let host = Host(checksumPolicy: seed % 2 == 0 ? .verify : .trustDevice)
    let socket = try host.stack.bindUDP(port: 53)
    for step in 1...50_000 {
      host.receive(Self.frame(&generator))
      host.deliveries = []
      if step % 16 == 0 { host.advance(toSecond: Double(step) / 50) }
      let address = IPv4Address(rawValue: 0x0a00_0000 | UInt32(generator.next() % 256))
      if step % 8 == 0 {
        _ = try? host.send([1], from: socket, to: Endpoint(address: address, port: 9))
      }
    }
    let counters = host.stack.counters
    #expect(counters.framesIn == 50_000)
    #expect(counters.framesSettled == 50_000)
    #expect(counters.datagramsDelivered > 100)
    #expect(counters.echoRequestsAnswered > 100)
    // And it still answers.
    host.receive(Frames.arpRequest())
    host.receive(Frames.udp([7]))
    #expect(host.deliveries.map(\.payload) == [[7]])
  }
}
