internal import DHCP
internal import Net
internal import TestSupport
internal import Testing
internal import Wire

/// A server with its clients' side of the talk.
struct ServerTalk {
  static let own = IPv4Address(10, 0, 0, 1)
  var server: DHCPServer
  var seconds: UInt64 = 0

  init(last: UInt8 = 52, _ change: (inout DHCPServerSettings) -> Void = { _ in }) {
    var settings = DHCPServerSettings(
      network: IPv4Network(address: Self.own, prefixBitCount: 24),
      from: IPv4Address(10, 0, 0, 50), to: IPv4Address(10, 0, 0, last), leaseSeconds: 100)
    change(&settings)
    server = DHCPServer(settings)
  }

  static func card(_ number: UInt8) -> MACAddress { MACAddress(2, 0, 0, 0, 0, number) }

  static func address(_ last: UInt8) -> IPv4Address { IPv4Address(10, 0, 0, last) }

  var now: Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

  /// Says something to the server.
  @discardableResult mutating func say(
    _ kind: DHCPMessageKind, _ card: UInt8, _ change: (inout DHCPMessage) -> Void = { _ in }
  ) -> DHCPServer.Reply? {
    var message = DHCPMessage(kind, transaction: 7, hardware: Self.card(card))
    change(&message)
    return server.receive(message.bytes().span.bytes, at: now)
  }

  /// Looks for a server, takes its offer, and returns the address.
  @discardableResult mutating func lend(_ card: UInt8) -> IPv4Address? {
    let offer = say(.discover, card)?.message.yourAddress
    let grant = say(.request, card) {
      $0.serverIdentifier = Self.own
      $0.requestedAddress = offer
    }
    return grant?.message.kind == .acknowledgment ? grant?.message.yourAddress : nil
  }

  /// Asks for more time with an address.
  mutating func renew(_ card: UInt8, _ last: UInt8) -> DHCPMessageKind? {
    say(.request, card) { $0.clientAddress = Self.address(last) }?.message.kind
  }

  /// Asks for an address that the client had before.
  mutating func reboot(_ card: UInt8, _ address: IPv4Address) -> DHCPMessageKind? {
    say(.request, card) { $0.requestedAddress = address }?.message.kind
  }
}

@Suite struct DHCPServerTests {
  @Test func `offers and grants an address with all that belongs to it`() {
    var talk = ServerTalk {
      $0.gateway = ServerTalk.own
      $0.nameServers = [ServerTalk.address(2)]
      $0.domainName = Array("test".utf8)
    }
    let offer = talk.say(.discover, 1)
    #expect(offer?.message.kind == .offer && offer?.destination == .broadcast)
    #expect(offer?.message.yourAddress == ServerTalk.address(50))
    #expect(offer?.message.transaction == 7)
    #expect(offer?.message.serverIdentifier == ServerTalk.own)
    let grant = talk.say(.request, 1) {
      $0.serverIdentifier = ServerTalk.own
      $0.requestedAddress = ServerTalk.address(50)
    }
    let lease = grant.flatMap { DHCPLease($0.message) }
    #expect(lease?.network.address == ServerTalk.address(50))
    #expect(lease?.network.prefixBitCount == 24 && lease?.gateway == ServerTalk.own)
    #expect(lease?.seconds == 100 && lease?.renewalSeconds == 50)
    #expect(lease?.nameServers == [ServerTalk.address(2)])
    #expect(talk.server.lentCount(at: talk.now) == 1)
  }

  @Test func `every client has an address of its own, and gets it again`() {
    var talk = ServerTalk()
    #expect((1...3).map { talk.lend($0) } == [50, 51, 52].map { ServerTalk.address($0) })
    #expect(talk.lend(4) == nil)
    #expect((1...3).map { talk.lend($0) } == [50, 51, 52].map { ServerTalk.address($0) })
    #expect(talk.server.lentCount(at: talk.now) == 3)
  }

  @Test func `gives the address that a client would like, if it is free`() {
    var talk = ServerTalk()
    let wish = { (last: UInt8) in
      { (message: inout DHCPMessage) in
        message.requestedAddress = ServerTalk.address(last)
      }
    }
    #expect(talk.say(.discover, 1, wish(51))?.message.yourAddress == ServerTalk.address(51))
    #expect(talk.say(.discover, 2, wish(51))?.message.yourAddress == ServerTalk.address(50))
    #expect(talk.say(.discover, 3, wish(99))?.message.yourAddress == ServerTalk.address(52))
  }

  @Test func `an offer holds for a minute, a lease for its time`() {
    var talk = ServerTalk(last: 50)
    #expect(talk.say(.discover, 1) != nil)
    talk.seconds = 59
    #expect(talk.say(.discover, 2) == nil)
    talk.seconds = 60
    #expect(talk.lend(2) == ServerTalk.address(50))
    talk.seconds = 159
    #expect(talk.say(.discover, 1) == nil)
    talk.seconds = 160
    #expect(talk.server.lentCount(at: talk.now) == 0)
    #expect(talk.lend(1) == ServerTalk.address(50))
  }

  @Test func `takes the address back that has been free for longest`() {
    var talk = ServerTalk()
    for card in UInt8(1)...3 {
      talk.lend(card)
      talk.seconds += 10
    }
    #expect(talk.renew(1, 50) == .acknowledgment)
    talk.seconds = 400
    #expect(talk.lend(9) == ServerTalk.address(51))
  }

  @Test func `an address that was given back goes to others last, and to its client first`() {
    var talk = ServerTalk()
    talk.lend(1)
    let release = { (message: inout DHCPMessage) in
      message.serverIdentifier = ServerTalk.own
      message.clientAddress = ServerTalk.address(50)
    }
    talk.say(.release, 2, release)
    #expect(talk.server.lentCount(at: talk.now) == 1)
    #expect(talk.say(.release, 1, release) == nil)
    #expect(talk.server.lentCount(at: talk.now) == 0)
    #expect(talk.lend(2) == ServerTalk.address(51))
    #expect(talk.lend(1) == ServerTalk.address(50))
  }

  @Test func `leaves an address alone that somebody else uses`() {
    var talk = ServerTalk(last: 51)
    talk.lend(1)
    let decline = { (message: inout DHCPMessage) in
      message.serverIdentifier = ServerTalk.own
      message.requestedAddress = ServerTalk.address(50)
    }
    talk.say(.decline, 2, decline)
    #expect(talk.renew(1, 50) == .acknowledgment)
    #expect(talk.say(.decline, 1, decline) == nil)
    #expect(talk.lend(1) == ServerTalk.address(51))
    #expect(talk.lend(2) == nil)
    talk.seconds = 601
    talk.lend(1)
    #expect(talk.lend(2) == ServerTalk.address(50))
  }

  @Test func `forgets its offer when another server's is taken`() {
    var talk = ServerTalk(last: 50)
    talk.say(.discover, 1)
    #expect(
      talk.say(.request, 1) {
        $0.serverIdentifier = ServerTalk.address(2)
        $0.requestedAddress = ServerTalk.address(99)
      } == nil)
    #expect(talk.lend(2) == ServerTalk.address(50))
  }

  @Test func `refuses what was not offered`() {
    var talk = ServerTalk()
    let request = { (message: inout DHCPMessage) in
      message.serverIdentifier = ServerTalk.own
      message.requestedAddress = ServerTalk.address(51)
    }
    let refusal = talk.say(.request, 1, request)
    #expect(refusal?.message.kind == .refusal && refusal?.destination == .broadcast)
    #expect(refusal?.message.yourAddress == .unspecified)
    #expect(refusal?.message.leaseSeconds == nil)
    talk.lend(2)
    talk.lend(3)
    #expect(talk.say(.request, 1, request)?.message.kind == .refusal)
  }

  @Test func `answers who boots and remembers its address`() {
    var talk = ServerTalk()
    talk.lend(1)
    #expect(talk.reboot(1, ServerTalk.address(50)) == .acknowledgment)
    #expect(talk.reboot(1, ServerTalk.address(51)) == .refusal)
    #expect(talk.reboot(1, IPv4Address(192, 168, 1, 5)) == .refusal)
    // Section 4.3.2: a server that knows nothing of the client must remain silent.
    #expect(talk.reboot(2, ServerTalk.address(51)) == nil)
  }

  @Test func `gives more time, even after it was started anew`() {
    var talk = ServerTalk()
    talk.lend(1)
    let reply = talk.say(.request, 1) { $0.clientAddress = ServerTalk.address(50) }
    #expect(reply?.message.kind == .acknowledgment && reply?.destination == ServerTalk.address(50))
    #expect(reply?.message.clientAddress == ServerTalk.address(50))
    #expect(talk.renew(2, 50) == .refusal)
    #expect(talk.renew(2, 51) == .acknowledgment)
    #expect(talk.renew(3, 99) == .refusal)
  }

  @Test func `tells the rest to who has an address`() {
    var talk = ServerTalk()
    let reply = talk.say(.inform, 1) { $0.clientAddress = ServerTalk.address(77) }
    #expect(reply?.message.kind == .acknowledgment && reply?.destination == ServerTalk.address(77))
    #expect(reply?.message.yourAddress == .unspecified && reply?.message.leaseSeconds == nil)
    #expect(reply?.message.subnetMask == 0xffff_ff00)
    #expect(talk.say(.inform, 1) == nil)
  }

  @Test func `keeps reserved addresses for their cards`() {
    var talk = ServerTalk(last: 51) {
      $0.reservations = [
        .init(hardware: ServerTalk.card(9), address: ServerTalk.address(50)),
        .init(hardware: ServerTalk.card(8), address: ServerTalk.address(200)),
      ]
    }
    #expect(talk.lend(1) == ServerTalk.address(51))
    #expect(talk.lend(2) == nil)
    #expect(talk.lend(9) == ServerTalk.address(50))
    #expect(talk.reboot(8, ServerTalk.address(200)) == .acknowledgment)
    #expect(talk.lend(8) == ServerTalk.address(200))
  }

  @Test func `knows clients by what they call themselves`() {
    var talk = ServerTalk()
    let name = { (message: inout DHCPMessage) in message.clientIdentifier = [0, 1, 2] }
    let first = talk.say(.discover, 1, name)
    #expect(first?.message.clientIdentifier == [0, 1, 2])
    #expect(talk.say(.discover, 2, name)?.message.yourAddress == first?.message.yourAddress)
    #expect(talk.say(.discover, 1)?.message.yourAddress != first?.message.yourAddress)
  }

  @Test func `passes over replies, relays and what is cut`() {
    var talk = ServerTalk()
    #expect(talk.say(.offer, 1) == nil)
    #expect(talk.say(.discover, 1) { $0.relay = ServerTalk.address(9) } == nil)
    let bytes = DHCPMessage(.discover, transaction: 1, hardware: ServerTalk.card(1)).bytes()
    for count in 0..<243 {
      #expect(talk.server.receive(Array(bytes.prefix(count)).span.bytes, at: talk.now) == nil)
    }
  }

  @Test func `does not lend its own address or the router's`() {
    var talk = ServerTalk(last: 53) {
      $0.network = IPv4Network(address: ServerTalk.address(51), prefixBitCount: 24)
      $0.gateway = ServerTalk.address(50)
    }
    #expect(talk.say(.discover, 1)?.message.yourAddress == ServerTalk.address(52))
  }

  @Test func `answers what udhcpc and dhclient said`() throws {
    for name in ["dnsmasq-udhcpc", "dnsmasq-refusal"] {
      var talk = ServerTalk()
      let messages = try Exchanges.messages(name)
      let discover = try #require(messages.first { $0.kind == .discover })
      let answer = talk.server.receive(discover.bytes().span.bytes, at: talk.now)
      let offer = try #require(answer)
      #expect(offer.message.kind == .offer && offer.message.transaction == discover.transaction)
    }
  }

  @Test func `never lends an address twice, whatever the clients say`() {
    var generator = SeededGenerator(seed: 67)
    for _ in 0..<100 {
      var talk = ServerTalk(last: 54)
      var ends: [IPv4Address: (UInt8, UInt64)] = [:]
      for _ in 0..<300 {
        let card = UInt8(generator.below(8))
        let address = ServerTalk.address(UInt8(48 + generator.below(9)))
        let kind = DHCPMessageKind(rawValue: UInt8(1 + generator.below(8))) ?? .discover
        let reply = talk.say(kind, card) {
          if generator.below(2) == 0 { $0.serverIdentifier = ServerTalk.own }
          if generator.below(2) == 0 { $0.requestedAddress = address }
          if generator.below(3) == 0 { $0.clientAddress = address }
        }
        talk.seconds += UInt64(generator.below(20))
        guard kind != .inform, let message = reply?.message, message.kind == .acknowledgment
        else {
          if kind == .release || kind == .decline { ends = ends.filter { $0.value.0 != card } }
          continue
        }
        if let (owner, end) = ends[message.yourAddress], owner != card {
          #expect(end <= talk.seconds)
        }
        ends[message.yourAddress] = (card, talk.seconds + 80)
      }
    }
  }

  @Test func `answers nobody at an address that is not of the network`() {
    var talk = ServerTalk()
    let far = IPv4Address(198, 51, 100, 7)
    #expect(talk.say(.discover, 1) { $0.clientAddress = far }?.destination == .broadcast)
    let own = ServerTalk.address(50)
    #expect(talk.say(.discover, 1) { $0.clientAddress = own }?.destination == .broadcast)
    func request(from client: IPv4Address) -> IPv4Address? {
      talk.say(.request, 1) {
        $0.serverIdentifier = ServerTalk.own
        $0.requestedAddress = own
        $0.clientAddress = client
      }?.destination
    }
    #expect(request(from: far) == .broadcast)
    #expect(request(from: own) == own)
  }
}
