internal import DHCP
internal import Net
internal import TestSupport
internal import Testing
internal import Wire

/// A client with the server's side of the talk.
struct ClientTalk {
  static let hardware = MACAddress(0x52, 0x54, 0, 0, 0, 0x42)
  static let server = IPv4Address(10, 0, 0, 1)
  static let address = IPv4Address(10, 0, 0, 42)

  var client = DHCPClient(DHCPIdentity(hardware: hardware), seed: 1)
  var seconds = 0.0
  /// What the server grants: time, renewal and rebinding, in seconds.
  var times: (UInt32, UInt32, UInt32) = (80, 40, 70)

  var now: Instant { Instant(nanoseconds: UInt64(seconds * 1e9)) }

  /// The message that a client sent, if it sent one.
  static func sent(_ actions: [DHCPClientAction]) -> DHCPMessage? {
    for action in actions { if case .send(let message, _, _) = action { return message } }
    return nil
  }

  /// Hands the client an answer to what it sent.
  mutating func answer(
    _ kind: DHCPMessageKind, to message: DHCPMessage?,
    _ change: (inout DHCPMessage) -> Void = { _ in }
  ) -> [DHCPClientAction] {
    var answer = DHCPMessage(
      kind, transaction: message?.transaction ?? 0, hardware: Self.hardware)
    answer.serverIdentifier = Self.server
    if kind != .refusal {
      answer.yourAddress = Self.address
      answer.subnetMask = 0xffff_ff00
      (answer.leaseSeconds, answer.renewalSeconds, answer.rebindingSeconds) = times
    }
    change(&answer)
    return client.receive(answer.bytes().span.bytes, at: now)
  }

  /// Lets time pass until the client has something to do, and does it.
  mutating func wait() throws -> [DHCPClientAction] {
    let deadline = try #require(client.nextDeadline)
    #expect(client.advance(to: Instant(nanoseconds: deadline.nanoseconds - 1)) == [])
    seconds = Double(deadline.nanoseconds) / 1e9
    return client.advance(to: deadline)
  }

  /// A talk whose client has an address since 0 s.
  static func bound(for times: (UInt32, UInt32, UInt32) = (80, 40, 70)) -> ClientTalk {
    var talk = ClientTalk()
    talk.times = times
    let discover = sent(talk.client.start(at: talk.now))
    let request = sent(talk.answer(.offer, to: discover))
    _ = talk.answer(.acknowledgment, to: request)
    _ = talk.client.probed(isFree: true, at: talk.now)
    return talk
  }

  /// A talk whose client asks for more time.
  static func renewing() throws -> (ClientTalk, DHCPMessage?) {
    var talk = bound()
    let request = sent(try talk.wait())
    return (talk, request)
  }
}

@Suite struct DHCPClientTests {
  @Test func `gets an address as RFC 2131, section 3.1 says`() throws {
    var talk = ClientTalk()
    let discover = talk.client.start(at: talk.now)
    guard case .send(let first, .unspecified, .broadcast) = discover.first else {
      Issue.record("\(discover)")
      return
    }
    #expect(first.kind == .discover && first.isBroadcast && first.seconds == 0)
    #expect(first.clientIdentifier == [1, 0x52, 0x54, 0, 0, 0, 0x42])
    #expect(talk.client.state == .selecting)
    talk.seconds = 2
    let request = talk.answer(.offer, to: first)
    guard case .send(let second, .unspecified, .broadcast) = request.first else {
      Issue.record("\(request)")
      return
    }
    #expect(second.kind == .request && second.transaction == first.transaction)
    #expect(second.requestedAddress == ClientTalk.address && second.seconds == 2)
    #expect(second.serverIdentifier == ClientTalk.server && second.clientAddress == .unspecified)
    talk.seconds = 3
    #expect(talk.answer(.acknowledgment, to: second) == [.probe(ClientTalk.address)])
    #expect(talk.client.state == .probing && talk.client.nextDeadline == nil)
    talk.seconds = 8
    let actions = talk.client.probed(isFree: true, at: talk.now)
    #expect(actions == [.configure(try #require(talk.client.lease))])
    #expect(talk.client.state == .bound)
    // The lease counts from the request (section 4.4.1), not from its answer.
    #expect(talk.client.nextDeadline == Instant(nanoseconds: 42_000_000_000))
  }

  @Test func `looks for servers ever more seldom`() throws {
    var talk = ClientTalk()
    _ = talk.client.start(at: talk.now)
    var last = 0.0
    for expected in [4.0, 8, 16, 32, 64, 64, 64] {
      let message = ClientTalk.sent(try talk.wait())
      #expect(message?.kind == .discover)
      #expect(abs(talk.seconds - last - expected) <= 1)
      #expect(message?.seconds == UInt16(talk.seconds))
      last = talk.seconds
    }
  }

  @Test func `the waiting differs between seeds`() {
    let deadlines = (UInt64(0)..<50).map { seed in
      var client = DHCPClient(DHCPIdentity(hardware: ClientTalk.hardware), seed: seed)
      _ = client.start(at: Instant(nanoseconds: 0))
      return client.nextDeadline?.nanoseconds ?? 0
    }
    #expect(Set(deadlines).count > 45)
    #expect(deadlines.allSatisfy { (3_000_000_000...5_000_000_000).contains($0) })
  }

  @Test func `asks four times, then starts over`() throws {
    var talk = ClientTalk()
    let discover = ClientTalk.sent(talk.client.start(at: talk.now))
    let request = ClientTalk.sent(talk.answer(.offer, to: discover))
    for _ in 0..<3 { #expect(ClientTalk.sent(try talk.wait())?.kind == .request) }
    let again = ClientTalk.sent(try talk.wait())
    #expect(again?.kind == .discover && again?.seconds == 0)
    #expect(again?.transaction != request?.transaction)
  }

  @Test func `passes over what is not meant for it`() {
    var talk = ClientTalk()
    let discover = ClientTalk.sent(talk.client.start(at: talk.now))
    #expect(talk.answer(.offer, to: discover) { $0.transaction &+= 1 } == [])
    #expect(talk.answer(.offer, to: discover) { $0.hardware = MACAddress(2, 0, 0, 0, 0, 9) } == [])
    #expect(talk.answer(.offer, to: discover) { $0.serverIdentifier = nil } == [])
    #expect(talk.answer(.offer, to: discover) { $0.yourAddress = .broadcast } == [])
    #expect(talk.answer(.acknowledgment, to: discover) == [])
    #expect(talk.answer(.refusal, to: discover) == [])
    let own = discover.map { $0.bytes() } ?? []
    #expect(talk.client.receive(own.span.bytes, at: talk.now) == [])
    #expect(talk.client.state == .selecting)
    let request = ClientTalk.sent(talk.answer(.offer, to: discover))
    #expect(talk.answer(.offer, to: discover) == [])
    let stranger = IPv4Address(10, 0, 0, 9)
    #expect(talk.answer(.refusal, to: request) { $0.serverIdentifier = stranger } == [])
    #expect(talk.answer(.acknowledgment, to: request) { $0.serverIdentifier = stranger } == [])
    #expect(talk.answer(.acknowledgment, to: request) { $0.yourAddress = stranger } == [])
    #expect(talk.client.state == .requesting)
  }

  @Test func `a refusal starts it over, at once and then ever later`() throws {
    var talk = ClientTalk()
    var discover = ClientTalk.sent(talk.client.start(at: talk.now))
    let request = ClientTalk.sent(talk.answer(.offer, to: discover))
    let again = talk.answer(.refusal, to: request)
    discover = ClientTalk.sent(again)
    #expect(discover?.kind == .discover && again.count == 1)
    for delay in [1.0, 2, 4, 8, 16, 32, 64, 64] {
      let before = talk.seconds
      let request = ClientTalk.sent(talk.answer(.offer, to: discover))
      #expect(talk.answer(.refusal, to: request) == [])
      #expect(talk.client.state == .waiting)
      discover = ClientTalk.sent(try talk.wait())
      #expect(talk.seconds - before == delay)
    }
  }

  @Test func `declines an address that somebody else uses`() throws {
    var talk = ClientTalk()
    let discover = ClientTalk.sent(talk.client.start(at: talk.now))
    let request = ClientTalk.sent(talk.answer(.offer, to: discover))
    _ = talk.answer(.acknowledgment, to: request)
    let actions = talk.client.probed(isFree: false, at: talk.now)
    guard case .send(let decline, .unspecified, .broadcast) = actions.first else {
      Issue.record("\(actions)")
      return
    }
    #expect(decline.kind == .decline && decline.requestedAddress == ClientTalk.address)
    #expect(decline.serverIdentifier == ClientTalk.server && decline.clientAddress == .unspecified)
    #expect(ClientTalk.sent(try talk.wait())?.kind == .discover)
    #expect(talk.seconds == 10)
  }

  @Test func `gives its address up when somebody else begins to use it`() {
    var talk = ClientTalk.bound()
    let actions = talk.client.conflictFound(at: talk.now)
    #expect(actions.first == .deconfigure)
    #expect(ClientTalk.sent(actions)?.kind == .decline)
    #expect(talk.client.state == .waiting)
    #expect(talk.client.conflictFound(at: talk.now) == [])
  }

  @Test func `asks for the address that it had before`() throws {
    var talk = ClientTalk()
    let actions = talk.client.start(at: talk.now, previous: ClientTalk.address)
    let request = ClientTalk.sent(actions)
    #expect(request?.kind == .request && request?.requestedAddress == ClientTalk.address)
    #expect(request?.serverIdentifier == nil && request?.clientAddress == .unspecified)
    #expect(talk.client.state == .rebooting)
    #expect(talk.answer(.acknowledgment, to: request) == [.probe(ClientTalk.address)])
    var refused = ClientTalk()
    let second = ClientTalk.sent(refused.client.start(at: refused.now, previous: .broadcast))
    #expect(ClientTalk.sent(refused.answer(.refusal, to: second))?.kind == .discover)
    var silent = ClientTalk()
    _ = silent.client.start(at: silent.now, previous: ClientTalk.address)
    #expect(ClientTalk.sent(try silent.wait())?.kind == .request)
    #expect(ClientTalk.sent(try silent.wait())?.kind == .discover)
  }

  @Test func `gives its address back`() {
    var talk = ClientTalk.bound()
    let actions = talk.client.release(at: talk.now)
    guard case .send(let release, ClientTalk.address, ClientTalk.server) = actions.first else {
      Issue.record("\(actions)")
      return
    }
    #expect(release.kind == .release && release.clientAddress == ClientTalk.address)
    #expect(release.serverIdentifier == ClientTalk.server && release.requestedAddress == nil)
    #expect(actions.last == .deconfigure && talk.client.state == .stopped)
    #expect(talk.client.nextDeadline == nil)
    #expect(talk.client.release(at: talk.now) == [])
  }

  @Test func `survives any message in any state`() throws {
    var generator = SeededGenerator(seed: 68)
    let captured = try Exchanges.names.flatMap { try Exchanges.bytes($0) }
    for round in 0..<2000 {
      var talk = ClientTalk(
        client: DHCPClient(DHCPIdentity(hardware: ClientTalk.hardware), seed: 1))
      var last = ClientTalk.sent(talk.client.start(at: talk.now))
      for _ in 0..<20 {
        let actions: [DHCPClientAction]
        switch generator.below(6) {
        case 0: actions = talk.answer(.offer, to: last)
        case 1: actions = talk.answer(.acknowledgment, to: last)
        case 2: actions = talk.answer(.refusal, to: last)
        case 3: actions = talk.client.probed(isFree: generator.below(3) > 0, at: talk.now)
        case 4:
          talk.seconds += Double(generator.below(60))
          actions = talk.client.advance(to: talk.now)
        default:
          var bytes = try #require(captured.randomElement(using: &generator))
          bytes[generator.below(bytes.count)] = UInt8(truncatingIfNeeded: generator.next())
          actions = talk.client.receive(bytes.span.bytes, at: talk.now)
        }
        last = ClientTalk.sent(actions) ?? last
        let waits = talk.client.state == .probing || talk.client.state == .stopped
        #expect(waits == (talk.client.nextDeadline == nil), "round \(round)")
      }
    }
  }
}
