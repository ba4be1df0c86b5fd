internal import DHCP
internal import Net
internal import Testing
internal import Wire

/// What a client does with the time that its address is lent for: RFC 2131, section 4.4.5.
@Suite struct DHCPClientExchangeTests {
  @Test func `asks its server for more time`() throws {
    var talk = ClientTalk.bound()
    let actions = try talk.wait()
    #expect(talk.seconds == 40)
    guard case .send(let request, ClientTalk.address, ClientTalk.server) = actions.first else {
      Issue.record("\(actions)")
      return
    }
    #expect(request.kind == .request && request.clientAddress == ClientTalk.address)
    #expect(request.requestedAddress == nil && request.serverIdentifier == nil)
    #expect(!request.isBroadcast && request.seconds == 0)
    #expect(talk.client.state == .renewing)
    talk.seconds = 41
    let renewed = talk.answer(.acknowledgment, to: request)
    #expect(renewed == [.configure(try #require(talk.client.lease))])
    #expect(talk.client.state == .bound)
    #expect(talk.client.nextDeadline == Instant(nanoseconds: 80_000_000_000))
  }

  @Test func `asks any server when its own is silent, and gives up in the end`() throws {
    var (talk, _) = try ClientTalk.renewing()
    let rebinding = try talk.wait()
    #expect(talk.seconds == 70)
    guard case .send(let request, ClientTalk.address, .broadcast) = rebinding.first else {
      Issue.record("\(rebinding)")
      return
    }
    #expect(request.kind == .request && request.clientAddress == ClientTalk.address)
    #expect(request.seconds == 30)
    let end = try talk.wait()
    #expect(talk.seconds == 80)
    #expect(end.first == .deconfigure && ClientTalk.sent(end)?.kind == .discover)
    #expect(ClientTalk.sent(end)?.requestedAddress == ClientTalk.address)
  }

  @Test func `repeats in half of the time that is left, but once a minute at most`() throws {
    var talk = ClientTalk()
    talk.times = (8000, 4000, 7000)
    let discover = ClientTalk.sent(talk.client.start(at: talk.now))
    let request = ClientTalk.sent(talk.answer(.offer, to: discover))
    _ = talk.answer(.acknowledgment, to: request)
    _ = talk.client.probed(isFree: true, at: talk.now)
    var times: [Int] = []
    while talk.client.state != .selecting {
      _ = try talk.wait()
      times.append(Int(talk.seconds))
    }
    #expect(
      times == [
        4000, 5500, 6250, 6625, 6812, 6906, 6966, 7000, 7500, 7750, 7875, 7937, 7997, 8000,
      ])
  }

  @Test func `another server may grant more time`() throws {
    var (talk, _) = try ClientTalk.renewing()
    let request = ClientTalk.sent(try talk.wait())
    let other = IPv4Address(10, 0, 0, 2)
    #expect(talk.answer(.acknowledgment, to: request) { $0.serverIdentifier = other }.count == 1)
    #expect(talk.client.state == .bound && talk.client.lease?.server == other)
  }

  @Test func `a stranger can neither renew nor refuse`() throws {
    var (talk, request) = try ClientTalk.renewing()
    let other = IPv4Address(10, 0, 0, 2)
    #expect(talk.answer(.acknowledgment, to: request) { $0.serverIdentifier = other } == [])
    #expect(talk.answer(.refusal, to: request) { $0.serverIdentifier = other } == [])
    #expect(talk.answer(.acknowledgment, to: request) { $0.yourAddress = other } == [])
    #expect(talk.client.state == .renewing)
  }

  @Test func `a refusal takes the address away`() throws {
    var (talk, request) = try ClientTalk.renewing()
    let actions = talk.answer(.refusal, to: request)
    #expect(actions.first == .deconfigure)
    #expect(ClientTalk.sent(actions)?.kind == .discover)
    #expect(ClientTalk.sent(actions)?.requestedAddress == nil)
  }

  @Test func `never asks again for what is lent for ever`() {
    var talk = ClientTalk()
    talk.times = (.max, .max / 2, .max / 4 * 3)
    let discover = ClientTalk.sent(talk.client.start(at: talk.now))
    let request = ClientTalk.sent(talk.answer(.offer, to: discover))
    _ = talk.answer(.acknowledgment, to: request)
    #expect(talk.client.probed(isFree: true, at: talk.now).count == 1)
    #expect(talk.client.nextDeadline == nil && talk.client.state == .bound)
  }

  @Test func `gets an address from what dnsmasq and dhcpd said`() throws {
    for name in ["dnsmasq-udhcpc", "dhcpd-dhclient"] {
      let messages = try Exchanges.messages(name)
      let offer = try #require(messages.first { $0.kind == .offer })
      let grant = try #require(messages.first { $0.kind == .acknowledgment })
      var talk = ClientTalk()
      let discover = ClientTalk.sent(talk.client.start(at: talk.now))
      let request = ClientTalk.sent(Self.play(offer, to: discover, &talk))
      #expect(request?.requestedAddress == offer.yourAddress)
      #expect(Self.play(grant, to: request, &talk) == [.probe(grant.yourAddress)])
    }
  }

  private static func play(
    _ answer: DHCPMessage, to question: DHCPMessage?, _ talk: inout ClientTalk
  ) -> [DHCPClientAction] {
    var answer = answer
    answer.transaction = question?.transaction ?? 0
    return talk.client.receive(answer.bytes().span.bytes, at: talk.now)
  }

  @Test func `a lease that was granted late counts from the request that it answers`() throws {
    // RFC 2131, section 4.4.1: not from the first of many.
    var talk = ClientTalk.bound(for: (86_400, 43_200, 75_600))
    var request = ClientTalk.sent(try talk.wait())
    while talk.seconds < 72_000 { request = ClientTalk.sent(try talk.wait()) ?? request }
    talk.times = (3600, 1800, 3150)
    #expect(
      talk.answer(.acknowledgment, to: request) == [.configure(try #require(talk.client.lease))])
    #expect(talk.client.state == .bound)
    #expect(
      talk.client.nextDeadline
        == Instant(nanoseconds: UInt64(talk.seconds * 1e9) + 1_800_000_000_000))
  }

  @Test func `gives back what was granted and not used yet`() throws {
    var talk = ClientTalk()
    let discover = ClientTalk.sent(talk.client.start(at: talk.now))
    let request = ClientTalk.sent(talk.answer(.offer, to: discover))
    _ = talk.answer(.acknowledgment, to: request)
    #expect(talk.client.state == .probing)
    let actions = talk.client.release(at: talk.now)
    guard case .send(let release, .unspecified, .broadcast) = actions.first else {
      Issue.record("\(actions)")
      return
    }
    #expect(release.kind == .release && release.clientAddress == ClientTalk.address)
    #expect(release.serverIdentifier == ClientTalk.server)
    #expect(actions.count == 1 && talk.client.state == .stopped)
  }
}
