internal import Net
internal import Testing
internal import Wire

@Suite struct StackARPTests {
  static let stranger = IPv4Address(10, 0, 0, 99)
  static let strangerCard = MACAddress(2, 0, 0, 0, 0, 0x99)

  static let request = Frames.arp(
    ARPMessage(
      operation: .request, senderHardware: Host.guestCard, sender: Host.guest,
      targetHardware: .zero, target: Host.peer))

  static let announcement = Frames.arp(
    ARPMessage(
      operation: .request, senderHardware: Host.guestCard, sender: Host.guest,
      targetHardware: .zero, target: Host.guest))

  @Test func `answers a request and remembers who asked`() throws {
    let host = Host()
    let reply = Frames.arp(
      ARPMessage(
        operation: .reply, senderHardware: Host.guestCard, sender: Host.guest,
        targetHardware: Host.peerCard, target: Host.peer), to: Host.peerCard)
    #expect(host.receive(Frames.arpRequest()) == [reply])
    #expect(host.stack.counters.arpRequestsAnswered == 1)
    let socket = try host.stack.bindUDP(port: 53)
    let frames = try host.send([], from: socket, to: Endpoint(address: Host.peer, port: 9))
    #expect(frames.count == 1 && frames[0].prefix(6) == [0x52, 0x54, 0, 0, 0, 1])
  }

  @Test func `answers a probe and remembers nobody`() throws {
    let host = Host()
    let probe = Frames.arpRequest(from: .unspecified)
    let reply = Frames.arp(
      ARPMessage(
        operation: .reply, senderHardware: Host.guestCard, sender: Host.guest,
        targetHardware: Host.peerCard, target: .unspecified), to: Host.peerCard)
    #expect(host.receive(probe) == [reply])
    let socket = try host.stack.bindUDP(port: 53)
    let frames = try host.send([], from: socket, to: Endpoint(address: Host.peer, port: 9))
    #expect(frames == [Self.request])
  }

  @Test func `asks for an unknown neighbour and then sends what waited`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    let peer = Endpoint(address: Host.peer, port: 40000)
    #expect(try host.send([1], from: socket, to: peer) == [Self.request])
    #expect(try host.send([2], from: socket, to: peer) == [])
    #expect(host.stack.counters.packetsQueued == 2)
    let guest = Endpoint(address: Host.guest, port: 53)
    #expect(
      host.receive(Frames.arpReply()) == [
        Frames.udp([1], from: guest, to: peer, card: Host.guestCard, link: Host.peerCard),
        Frames.udp([2], from: guest, to: peer, card: Host.guestCard, link: Host.peerCard),
      ])
    #expect(host.stack.counters.arpLearned == 1)
    #expect(host.stack.nextDeadline == nil)
    #expect(host.stack.counters.framesOut == 3)
  }

  @Test func `sends what waited when the neighbour asks by itself`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    try host.send([1], from: socket, to: Endpoint(address: Host.peer, port: 9))
    #expect(host.receive(Frames.arpRequest()).count == 2)
  }

  @Test func `gives up a silent neighbour with what waited`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    let peer = Endpoint(address: Host.peer, port: 9)
    for value in 1...5 as ClosedRange<UInt8> { try host.send([value], from: socket, to: peer) }
    #expect(host.stack.counters[.sendDisplaced] == 2)
    #expect(host.stack.nextDeadline == Instant(nanoseconds: 1_000_000_000))
    #expect(host.advance(toSecond: 0.999) == [])
    #expect(host.advance(toSecond: 1) == [Self.request])
    #expect(host.advance(toSecond: 2) == [Self.request])
    #expect(host.advance(toSecond: 3) == [])
    #expect(host.stack.nextDeadline == nil)
    #expect(host.stack.counters[.sendUnresolved] == 3)
    #expect(host.stack.counters.neighborsLost == 1)
    #expect(host.stack.counters.arpRequestsSent == 3)
  }

  @Test func `asks a stale neighbour's card alone, and without delay for the packet`() throws {
    let host = Host()
    host.meetPeer()
    let socket = try host.stack.bindUDP(port: 53)
    host.advance(toSecond: 31)
    let frames = try host.send([1], from: socket, to: Endpoint(address: Host.peer, port: 9))
    var unicast = Self.request
    unicast.replaceSubrange(0..<6, with: [0x52, 0x54, 0, 0, 0, 1])
    #expect(frames.count == 2 && frames[0] == unicast)
    #expect(host.stack.nextDeadline == Instant(nanoseconds: 32_000_000_000))
    host.receive(Frames.arpReply())
    #expect(host.stack.nextDeadline == nil)
  }

  @Test func `needs no question while packets come from the neighbour`() throws {
    let host = Host()
    host.meetPeer()
    let socket = try host.stack.bindUDP(port: 53)
    for second in stride(from: 20.0, to: 200, by: 20) {
      host.advance(toSecond: second)
      host.receive(Frames.udp([1]))
      let frames = try host.send([1], from: socket, to: Endpoint(address: Host.peer, port: 9))
      #expect(frames.count == 1)
    }
    #expect(host.stack.counters.arpRequestsSent == 0)
  }

  @Test func `learns no neighbour from a packet, and lets none be changed by one`() throws {
    let host = Host()
    let socket = try host.stack.bindUDP(port: 53)
    host.receive(Frames.udp([1]))
    #expect(
      try host.send([1], from: socket, to: Endpoint(address: Host.peer, port: 9))
        == [Self.request])
    host.receive(Frames.arpReply())
    host.receive(Frames.udp([1], card: Self.strangerCard))
    #expect(
      try host.send([1], from: socket, to: Endpoint(address: Host.peer, port: 9))
        == [Self.request], "a doubt is settled by a question, not by the stranger's card")
    let frames = host.receive(Frames.arpReply())
    #expect(frames.count == 1 && frames[0].prefix(6) == [0x52, 0x54, 0, 0, 0, 1])
  }

  @Test func `believes a neighbour that moved`() throws {
    let host = Host()
    host.meetPeer()
    let socket = try host.stack.bindUDP(port: 53)
    host.receive(Frames.arpRequest(card: Self.strangerCard, for: Host.peer))
    #expect(host.stack.counters.neighborsMoved == 1)
    let frames = try host.send([1], from: socket, to: Endpoint(address: Host.peer, port: 9))
    #expect(frames[0].prefix(6) == [2, 0, 0, 0, 0, 0x99])
  }

  @Test func `is not told about strangers`() {
    let host = Host()
    host.receive(Frames.arpRequest(from: Self.stranger, card: Self.strangerCard, for: Host.peer))
    host.receive(Frames.arpReply(from: Self.stranger, card: Self.strangerCard))
    #expect(host.drops(.arpForAnother) == 1)
    #expect(host.drops(.arpUnsolicited) == 1)
    #expect(host.stack.counters.arpLearned == 0)
  }

  @Test func `answers a host of another network without remembering it`() {
    let host = Host()
    let frames = host.receive(Frames.arpRequest(from: IPv4Address(192, 0, 2, 1)))
    #expect(frames.count == 1)
    host.receive(Frames.arpReply(from: IPv4Address(192, 0, 2, 1)))
    #expect(host.drops(.arpUnsolicited) == 1)
  }

  @Test func `announces its address`() {
    let host = Host()
    host.stack.announce(now: host.now, transmitter: &host.transmitter)
    #expect(host.takeFrames() == [Self.announcement])
    #expect(host.stack.counters.arpAnnouncementsSent == 1)
    #expect(host.stack.nextDeadline == nil)
  }

  @Test func `defends its address, at most every ten seconds`() {
    let host = Host()
    let claim = Frames.arpRequest(from: Host.guest, card: Self.strangerCard, for: Host.guest)
    #expect(host.receive(claim) == [Self.announcement])
    host.advance(toSecond: 9.9)
    #expect(host.receive(claim) == [])
    host.advance(toSecond: 10)
    #expect(host.receive(claim) == [Self.announcement])
    #expect(host.drops(.arpConflict) == 3)
    #expect(host.stack.counters.arpAnnouncementsSent == 2)
  }

  @Test(arguments: 0..<28) func `drops a cut packet`(byteCount: Int) {
    let host = Host()
    host.receive(Array(Frames.arpRequest().prefix(14 + byteCount)))
    #expect(host.drops(.arpTruncated) == 1)
  }

  @Test func `drops what makes no sense`() {
    let host = Host()
    var frame = Frames.arpRequest()
    frame[14] = 9
    host.receive(frame)
    host.receive(Frames.arpRequest(from: .broadcast))
    #expect(host.drops(.arpMalformed) == 2)
    var reverse = Frames.arpRequest()
    reverse[21] = 3
    host.receive(reverse)
    #expect(host.drops(.arpUnknownOperation) == 1)
  }

  @Test func `counts an answer that found no buffer`() {
    let host = Host()
    host.transmitter.bufferCount = 0
    host.receive(Frames.arpRequest())
    #expect(host.drops(.replyNoBuffer) == 1)
    #expect(host.stack.counters[.sendNoBuffer] == 1)
    #expect(host.stack.counters.framesSettled == 1)
  }

  @Test func `drops the waiting packets of a neighbour that makes room`() throws {
    let host = Host(gateway: nil)
    let socket = try host.stack.bindUDP(port: 53)
    // Hosts 2, 18, 34, … share the four entries of one set.
    for index in 0..<5 as Range<UInt8> {
      let address = IPv4Address(10, 0, 0, 2 + 16 * index)
      try host.send([1], from: socket, to: Endpoint(address: address, port: 9))
    }
    #expect(host.stack.counters.neighborsEvicted == 1)
    #expect(host.stack.counters[.sendUnresolved] == 1)
  }
}
