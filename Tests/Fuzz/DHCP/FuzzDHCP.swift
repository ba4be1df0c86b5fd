internal import DHCP
internal import FuzzSupport
internal import Net
internal import Wire

/// A client and a server that speak with each other and with others, as a script says: no trap, and
/// whatever either sends can be read.
@c(fuzz_DHCP)
public func fuzzDHCP(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  var talk = DHCPTalk()
  var steps = 0
  while !input.isAtEnd, steps < 200 {
    talk.step(&input)
    steps += 1
  }
  talk.finish()
  return 0
}

private struct DHCPTalk {
  private static let card = MACAddress(0x52, 0x54, 0, 0, 0, 0x42)
  private static let own = IPv4Address(10, 0, 0, 1)

  private var client = DHCPClient(DHCPIdentity(hardware: card, hostName: [0x61]), seed: 1)
  private var server: DHCPServer
  private var now = Instant(nanoseconds: 1_000_000_000)
  /// What the client sent last.
  private var sent = DHCPMessage(.discover, transaction: 0, hardware: card)

  init() {
    var settings = DHCPServerSettings(
      network: IPv4Network(address: Self.own, prefixBitCount: 24), from: IPv4Address(10, 0, 0, 40),
      to: IPv4Address(10, 0, 0, 43), leaseSeconds: 60)
    settings.gateway = Self.own
    settings.reservations = [
      .init(hardware: MACAddress(2, 0, 0, 0, 0, 1), address: IPv4Address(10, 0, 0, 99))
    ]
    server = DHCPServer(settings)
  }

  mutating func step(_ input: inout FuzzInput) {
    let operation = input.byte()
    switch operation % 12 {
    case 0: act(client.start(at: now, previous: operation & 0x80 == 0 ? nil : address(&input)))
    case 1: act(client.probed(isFree: operation & 0x80 == 0, at: now))
    case 2: act(client.conflictFound(at: now))
    case 3: act(client.release(at: now))
    case 4: pass(milliseconds: UInt64(input.half()) * UInt64(input.byte()))
    case 5: wait()
    case 6:
      let bytes = input.run()
      act(client.receive(bytes.span.bytes, at: now))
      _ = server.receive(bytes.span.bytes, at: now)
    case 7: if let answer = ask(sent.bytes()) { act(client.receive(answer.span.bytes, at: now)) }
    case 8: _ = ask(message([1, 3, 4, 7, 8][Int(input.byte() % 5)], isReply: false, &input))
    default:
      let answer = message([2, 5, 6][Int(operation >> 4) % 3], isReply: true, &input)
      act(client.receive(answer.span.bytes, at: now))
    }
    require(server.lentCount(at: now) <= 5, "more is lent than there is")
  }

  /// Lets the client try for a while, and stops it.
  mutating func finish() {
    for _ in 0..<30 { wait() }
    act(client.release(at: now))
    require(client.nextDeadline == nil, "a client that has stopped waits for something")
  }

  private mutating func pass(milliseconds: UInt64) {
    now = now.advanced(byNanoseconds: milliseconds * 1_000_000)
    act(client.advance(to: now))
  }

  /// Goes on to what the client waits for, but not for centuries.
  private mutating func wait() {
    guard let deadline = client.nextDeadline, deadline.nanoseconds < 1 << 60 else { return }
    now = max(now, deadline)
    act(client.advance(to: now))
  }

  /// Notes what the client wants done.
  private mutating func act(_ actions: [DHCPClientAction]) {
    for action in actions {
      guard case .send(let message, let source, _) = action else { continue }
      Self.check(message)
      require(source == .unspecified || source.isUnicast, "sent from an impossible address")
      sent = message
    }
  }

  /// Asks the server.
  private mutating func ask(_ bytes: [UInt8]) -> [UInt8]? {
    guard let reply = server.receive(bytes.span.bytes, at: now) else { return nil }
    Self.check(reply.message)
    return reply.message.bytes()
  }

  /// Holds what is sent against what is read of it.
  private static func check(_ message: DHCPMessage) {
    let bytes = message.bytes()
    do throws(WireError) {
      let again = try DHCPMessage(parsing: try DHCPPacket(bytes.span.bytes))
      require(again == message, "a message that says something else")
    } catch {
      fatalError("a message that nobody can read")
    }
  }

  private func address(_ input: inout FuzzInput) -> IPv4Address {
    IPv4Address(10, 0, 0, input.byte())
  }

  /// A message whose fixed part is in order, with options of any content.
  private func message(_ kind: UInt8, isReply: Bool, _ input: inout FuzzInput) -> [UInt8] {
    var head = sent
    if !isReply, input.byte() & 1 == 0 {
      head = DHCPMessage(
        .request, transaction: 7, hardware: MACAddress(2, 0, 0, 0, 0, input.byte()))
    }
    head.clientAddress = input.byte() & 1 == 0 ? .unspecified : address(&input)
    head.yourAddress = isReply ? address(&input) : .unspecified
    var bytes = Array(head.bytes().prefix(DHCPPacket.fixedByteCount))
    bytes[0] = isReply ? 2 : 1
    bytes += [53, 1, kind]
    let flags = input.byte()
    if flags & 1 == 0 { bytes += [54, 4, 10, 0, 0, 1] }
    if flags & 2 == 0 { bytes += [51, 4, 0, 0, 0, input.byte()] }
    if flags & 4 == 0 { bytes += [1, 4, 255, 255, 255, 0] }
    if flags & 8 != 0 { bytes += [50, 4, 10, 0, 0, input.byte()] }
    if flags & 16 != 0 { bytes += [61, 2, 1, input.byte()] }
    if flags & 32 != 0 {
      let file = input.run()
      bytes.replaceSubrange(108..<108 + min(file.count, 128), with: file.prefix(128))
      bytes += [52, 1, input.byte() & 3]
    }
    bytes += input.run()
    return bytes + [255]
  }
}
