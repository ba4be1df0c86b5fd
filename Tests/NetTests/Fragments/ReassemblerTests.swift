internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

/// Pieces in, whole packets out.
@Suite struct ReassemblerTests {
  static let payload = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
  static let datagram = Frames.udp(payload)

  /// A host with a socket that puts packets together.
  static func host(byteLimit: Int = 128 << 10) throws -> Host {
    let host = Host()
    host.meetPeer()
    _ = try host.stack.bindUDP(port: 53)
    host.stack.enableFragments(byteLimit: byteLimit)
    return host
  }

  static func counters(_ host: Host) -> FragmentCounters {
    host.stack.reassembler?.counters ?? FragmentCounters()
  }

  @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 0, 2], [2, 0, 1]])
  func `puts a datagram together in any order`(order: [Int]) throws {
    let host = try Self.host()
    let pieces = Frames.fragments(of: Self.datagram, sizes: [1480, 1480])
    for index in order {
      #expect(host.deliveries.isEmpty)
      host.receive(pieces[index])
    }
    #expect(host.deliveries.map(\.payload) == [Self.payload])
    #expect(Self.counters(host).packetsAssembled == 1)
    #expect(host.stack.nextDeadline == nil)
    #expect(host.stack.counters.framesSettled == host.stack.counters.framesIn + 1)
  }

  @Test func `answers a large echo request in pieces`() throws {
    let host = try Self.host()
    let data = [UInt8](repeating: 5, count: 8000)
    let request = Frames.icmp(ICMPHeader(type: .echoRequest, parameter: 9), data)
    var answer: [[UInt8]] = []
    for piece in Frames.fragments(of: request, sizes: [1480, 1480, 1480, 1480, 1480]) {
      answer += host.receive(piece)
    }
    #expect(answer.map(\.count) == [1514, 1514, 1514, 1514, 1514, 642])
    // Put together again: by hand, as the offsets must say where each belongs.
    var whole = [UInt8](repeating: 0, count: 8008)
    for frame in answer {
      let bytes = Array(frame[14...])
      let packet = try IPv4Packet(bytes.span.bytes)
      let payload = Frames.array(packet.payload)
      let offset = packet.fragment.byteOffset
      whole.replaceSubrange(offset..<offset + payload.count, with: payload)
      let fragment = packet.fragment
      #expect(fragment.moreFollow == (frame.count == 1514) && !fragment.mustNotFragment)
      _ = try IPv4Header(parsing: packet, checksumPolicy: .verify)
    }
    let message = try ICMPHeader(
      parsing: ICMPPacket(whole.span.bytes), checksumPolicy: .verify)
    #expect(message == ICMPHeader(type: .echoReply, parameter: 9))
    #expect(Array(whole[8...]) == data)
  }

  @Test func `ignores a piece that comes twice`() throws {
    let host = try Self.host()
    let pieces = Frames.fragments(of: Self.datagram, sizes: [1480, 1480])
    for piece in [pieces[2], pieces[0], pieces[0], pieces[2], pieces[1]] { host.receive(piece) }
    #expect(host.deliveries.map(\.payload) == [Self.payload])
    #expect(Self.counters(host).fragmentsRepeated == 2)
  }

  @Test(arguments: [(1472, 1480), (1472, 8), (0, 8), (0, 1472), (1480, 1472), (8, 8)])
  func `refuses pieces that overlap, and the packet with them`(offset: Int, count: Int) throws {
    let host = try Self.host()
    let pieces = Frames.fragments(of: Self.datagram, sizes: [1480, 1480])
    host.receive(pieces[0])
    let bytes = [UInt8](repeating: 0xee, count: count)
    host.receive(Frames.fragment(of: Self.datagram, bytes, at: offset, isLast: false))
    host.receive(pieces[1])
    host.receive(pieces[2])
    let isApart = offset >= 1480
    #expect(host.deliveries.isEmpty)
    #expect(Self.counters(host).fragmentsOverlapping == 1)
    #expect(Self.counters(host).fragmentsOfRefused == (isApart ? 1 : 2))
    // After its time the number may be used again.
    host.advance(toSecond: 30)
    for piece in pieces { host.receive(piece) }
    #expect(host.deliveries.map(\.payload) == [Self.payload])
  }

  @Test func `refuses two ends`() throws {
    let host = try Self.host()
    host.receive(Frames.fragment(of: Self.datagram, [1, 2, 3], at: 64, isLast: true))
    host.receive(Frames.fragment(of: Self.datagram, [1, 2, 3], at: 128, isLast: true))
    #expect(Self.counters(host).fragmentsOverlapping == 1)
    host.receive(
      Frames.fragment(of: Self.datagram, [1, 2, 3], at: 64, isLast: true, identification: 8))
    host.receive(
      Frames.fragment(
        of: Self.datagram, [UInt8](repeating: 0, count: 8), at: 64, isLast: false,
        identification: 8))
    #expect(Self.counters(host).fragmentsOverlapping == 2)
  }

  @Test func `refuses pieces that can belong to no packet`() throws {
    let host = try Self.host()
    host.receive(Frames.fragment(of: Self.datagram, [], at: 8, isLast: false))
    host.receive(Frames.fragment(of: Self.datagram, [1, 2, 3], at: 8, isLast: false))
    #expect(Self.counters(host).fragmentsMalformed == 2)
    let long = [UInt8](repeating: 0, count: 8)
    host.receive(Frames.fragment(of: Self.datagram, long, at: 65_512, isLast: true))
    #expect(Self.counters(host).fragmentsOversized == 1)
    #expect(host.drops(.ipv4Fragment) == 3)
    #expect(host.stack.nextDeadline == nil, "nothing was kept")
  }

  @Test func `gives up after 30 s, and says so to who sent the first piece`() throws {
    let host = try Self.host()
    let pieces = Frames.fragments(of: Self.datagram, sizes: [1480, 1480])
    host.receive(pieces[0])
    host.receive(Frames.fragment(of: Self.datagram, [1], at: 64, isLast: true, identification: 9))
    #expect(host.stack.nextDeadline == Instant(nanoseconds: 30_000_000_000))
    #expect(host.advance(toSecond: 29.9) == [])
    let frames = host.advance(toSecond: 30)
    #expect(Self.counters(host).packetsExpired == 2)
    // The sender was not heard of for so long that its card is asked first.
    #expect(frames.count == 2 && frames[0][12...13] == [8, 6])
    let frame = try #require(frames.last)
    let bytes = Array(frame[14...])
    let packet = try IPv4Packet(bytes.span.bytes)
    let message = try ICMPHeader(parsing: ICMPPacket(packet.payload), checksumPolicy: .verify)
    #expect(packet.bytes.byteCount == 576)
    #expect(message == ICMPHeader(type: .timeExceeded, code: 1))
    // The header as it came, and what followed it.
    #expect(Array(frame[42..<42 + 548]) == Array(pieces[0][14..<14 + 548]))
  }

  @Test func `keeps no more of one host than its share`() throws {
    let host = try Self.host(byteLimit: 64 << 10)
    for number in 0..<40 as Range<UInt16> {
      let bytes = [UInt8](repeating: 1, count: 1480)
      host.receive(
        Frames.fragment(of: Self.datagram, bytes, at: 0, isLast: false, identification: number))
    }
    #expect(Self.counters(host).fragmentsTaken == 40)
    #expect(Self.counters(host).packetsEvicted == 24)
    #expect(Self.counters(host).fragmentsOverShare == 0)
    let large = try Self.host(byteLimit: 16 << 10)
    let bytes = [UInt8](repeating: 1, count: 1480)
    for index in 0..<10 {
      large.receive(Frames.fragment(of: Self.datagram, bytes, at: index * 1480, isLast: false))
    }
    #expect(Self.counters(large).fragmentsTaken == 5)
    #expect(Self.counters(large).fragmentsOverShare == 5)
  }

  @Test func `packets that lack a piece lock their host out of nothing`() throws {
    let host = try Self.host(byteLimit: 256 << 10)
    let payload = (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let sizes = [Int](repeating: 1480, count: 40)
    for number in 0..<10 as Range<UInt16> {
      var pieces = Frames.fragments(of: Frames.udp(payload), sizes: sizes, identification: number)
      if number < 2 { pieces.remove(at: 20) }
      for piece in pieces { host.receive(piece) }
    }
    #expect(host.deliveries.count == 8 && host.deliveries.allSatisfy { $0.payload == payload })
    // The other waits beside each that follows.
    #expect(Self.counters(host).packetsEvicted == 1)
  }

  @Test func `what one host begins costs others nothing`() throws {
    let host = try Self.host(byteLimit: 64 << 10)
    let pieces = Frames.fragments(of: Self.datagram, sizes: [1480, 1480])
    host.receive(pieces[0])
    let other = Endpoint(address: IPv4Address(10, 0, 0, 2), port: 9)
    let frame = Frames.udp(Self.payload, from: other)
    let bytes = [UInt8](repeating: 1, count: 1480)
    for number in 0..<40 as Range<UInt16> {
      host.receive(
        Frames.fragment(of: frame, bytes, at: 0, isLast: false, identification: 100 + number))
    }
    host.receive(pieces[1])
    host.receive(pieces[2])
    #expect(host.deliveries.map(\.payload) == [Self.payload])
    #expect(Self.counters(host).packetsEvicted == 24)
  }

  @Test func `makes room for the packets that begin last`() throws {
    let host = try Self.host(byteLimit: 16 << 10)
    let bytes = [UInt8](repeating: 1, count: 1480)
    for index in 0..<20 as Range<UInt8> {
      let source = Endpoint(address: IPv4Address(10, 0, 0, 100 + index), port: 9)
      let frame = Frames.udp(Self.payload, from: source)
      host.receive(Frames.fragment(of: frame, bytes, at: 0, isLast: false))
    }
    #expect(Self.counters(host).packetsEvicted == 10)
    for piece in Frames.fragments(of: Self.datagram, sizes: [1480, 1480]) { host.receive(piece) }
    #expect(host.deliveries.map(\.payload) == [Self.payload])
  }

  @Test func `keeps packets of different senders, protocols and numbers apart`() throws {
    let host = try Self.host()
    let other = Frames.udp(
      Self.payload.reversed(), from: Endpoint(address: IPv4Address(10, 0, 0, 2), port: 9))
    let mine = Frames.fragments(of: Self.datagram, sizes: [1480, 1480])
    let theirs = Frames.fragments(of: other, sizes: [1480, 1480])
    let next = Frames.fragments(of: Frames.udp([1, 2, 3, 4]), sizes: [8], identification: 8)
    for index in 0..<3 {
      host.receive(mine[index])
      host.receive(theirs[index])
      if index < 2 { host.receive(next[index]) }
    }
    #expect(
      Set(host.deliveries.map(\.payload)) == [
        Self.payload, Self.payload.reversed(), [1, 2, 3, 4],
      ])
  }

  @Test func `tells the sender of a whole packet that nobody has the port`() throws {
    let host = try Self.host()
    let datagram = Frames.udp(Self.payload, to: Endpoint(address: Host.guest, port: 99))
    let frames = Frames.fragments(of: datagram, sizes: [1480, 1480]).flatMap { host.receive($0) }
    #expect(frames.count == 1 && frames[0][34...35] == [3, 3])
    #expect(host.drops(.udpNoSocket) == 1)
  }

  @Test func `a checksum over all pieces is verified`() throws {
    let host = try Self.host()
    var pieces = Frames.fragments(of: Self.datagram, sizes: [1480, 1480])
    pieces[1][100] ^= 1
    for piece in pieces { host.receive(piece, isChecksumKnown: true) }
    #expect(host.drops(.udpBadChecksum) == 1 && host.deliveries.isEmpty)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `delivers what was cut at random, shuffled and doubled`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let host = try Self.host()
    for round in 0..<200 as Range<UInt16> {
      let payload = generator.bytes(upTo: 9000)
      let total = payload.count + 8
      var sizes: [Int] = []
      while total - sizes.reduce(0, +) > 8, sizes.count < 30 {
        let rest = (total - sizes.reduce(0, +) - 1) / 8
        sizes.append(8 * Int.random(in: 1...min(rest, 185), using: &generator))
      }
      guard total - sizes.reduce(0, +) <= 1480 else { continue }
      var pieces = Frames.fragments(
        of: Frames.udp(payload), sizes: sizes, identification: round)
      guard pieces.count > 1 else { continue }
      let last = pieces.removeLast()
      pieces += pieces.filter { _ in generator.next() % 4 == 0 }
      pieces.shuffle(using: &generator)
      host.deliveries = []
      for piece in pieces + [last] { host.receive(piece) }
      #expect(host.deliveries.map(\.payload) == [payload], "seed \(seed), round \(round)")
    }
    #expect(host.stack.nextDeadline == nil)
  }

  @Test func `keeps no piece for which there is no memory`() throws {
    let host = try Self.host()
    host.stack.limitDetour { $0 <= 1000 }
    for piece in Frames.fragments(of: Self.datagram, sizes: [1480, 1480]) { host.receive(piece) }
    #expect(host.deliveries.isEmpty)
    // The last piece is a small one, which waits for the others in vain.
    #expect(Self.counters(host).fragmentsUnaffordable == 2)
  }

  @Test func `puts no packet together for which there is no memory`() throws {
    let host = try Self.host()
    host.stack.limitDetour { $0 <= 2000 }
    for piece in Frames.fragments(of: Self.datagram, sizes: [1480, 1480]) { host.receive(piece) }
    #expect(host.deliveries.isEmpty)
    #expect(Self.counters(host).fragmentsUnaffordable == 1)
    #expect(host.stack.reassembler?.nextDeadline == nil, "its pieces are gone")
  }

  @Test func `answers no large echo request without memory for the answer`() throws {
    let host = try Self.host()
    let request = Frames.icmp(
      ICMPHeader(type: .echoRequest, parameter: 9), [UInt8](repeating: 5, count: 4000))
    var questions = 0
    host.stack.limitDetour { byteCount in
      // Whole packets are asked for twice: as what arrives, and as what leaves.
      if byteCount > 4000 { questions += 1 }
      return questions < 2
    }
    var answer: [[UInt8]] = []
    for piece in Frames.fragments(of: request, sizes: [1480, 1480]) {
      answer += host.receive(piece)
    }
    #expect(answer.isEmpty && questions == 2)
    #expect(Self.counters(host).packetsAssembled == 1)
  }
}
