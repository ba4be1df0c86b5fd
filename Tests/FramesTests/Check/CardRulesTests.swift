internal import Testing

@testable internal import Frames

@Suite struct CardRulesTests {
  private var rules: CardRules {
    var guest = GuestIdentity(
      hardwareAddress: Build.guestCard, addresses: [0x0a00_002b, 0x0a00_002a], prefixLength: 23)
    guest.maximumPacketByteCount = 65_550
    return CardRules(guest, waiving: [.ipv4Address, .arpAddress], at: .host)
  }

  @Test func `is the same after it was written and read`() {
    #expect(
      rules.text == "judged by card=52:54:00:00:00:42 addresses=10.0.0.42,10.0.0.43 prefix=23 "
        + "packet=65550 end=host allowed=arp-address,ipv4-address")
    #expect(CardRules(parsing: rules.text) == rules)
    let plain = CardRules(
      GuestIdentity(hardwareAddress: Build.guestCard, addresses: [], prefixLength: 0))
    #expect(CardRules(parsing: plain.text) == plain)
    let all = CardRules(plain.guest, waiving: Set(FrameRule.allCases))
    #expect(CardRules(parsing: all.text) == all)
  }

  @Test func `refuses what makes no sense`() {
    #expect(CardRules(parsing: "step 1: look") == nil)
    for (part, other) in [
      ("52:54", "52:5x"), ("52:54:", "54:"), ("10.0.0.43", "10.0.0"), ("prefix=23", "prefix=33"),
      ("packet=6", "packet=-6"), ("end=host", "end=here"), ("arp-address", "arp-adress"),
      (" end=host", ""), (" allowed=", " allowed:"),
    ] {
      #expect(CardRules(parsing: rules.text.replacing(part, with: other)) == nil, "\(other)")
    }
    for count in 0..<rules.text.count { _ = CardRules(parsing: String(rules.text.prefix(count))) }
  }

  @Test func `fits into a block, however many addresses there are`() {
    let guest = GuestIdentity(
      hardwareAddress: Build.guestCard, addresses: Set(0xfff0_0000..<0xfff0_4000), prefixLength: 8)
    #expect(CardRules(guest, waiving: Set(FrameRule.allCases)).text.utf8.count < 60_000)
  }
}
