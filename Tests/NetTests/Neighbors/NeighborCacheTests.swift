internal import Testing
internal import Wire

@testable internal import Net

@Suite struct NeighborCacheTests {
  static let host = IPv4Address(10, 0, 0, 7)
  static let card = MACAddress(2, 0, 0, 0, 0, 7)
  static let other = MACAddress(2, 0, 0, 0, 0, 8)

  static func second(_ second: UInt64) -> Instant { Instant(nanoseconds: second * 1_000_000_000) }

  /// The hosts of one set, of which only four fit in.
  static func mate(_ index: UInt8) -> IPv4Address { IPv4Address(10, 0, index, 7) }

  @Test func `asks once a second, three times, then gives up`() {
    var cache = NeighborCache(gateway: nil)
    #expect(cache.nextDeadline == nil)
    #expect(cache.resolve(Self.host, now: Self.second(0)) == .started(evicted: nil))
    #expect(cache.resolve(Self.host, now: Self.second(0)) == .waiting)
    for second in 1...2 as ClosedRange<UInt64> {
      #expect(cache.nextDeadline == Self.second(second))
      #expect(cache.nextDue(now: Instant(nanoseconds: second * 1_000_000_000 - 1)) == nil)
      #expect(cache.nextDue(now: Self.second(second)) == .request(Self.host, .broadcast))
      #expect(cache.nextDue(now: Self.second(second)) == nil)
    }
    #expect(cache.nextDue(now: Self.second(3)) == .lost(Self.host))
    #expect(cache.nextDeadline == nil)
    #expect(cache.resolve(Self.host, now: Self.second(3)) == .started(evicted: nil))
  }

  @Test func `shows hosts with their cards, and those that are asked for without`() {
    var cache = NeighborCache(gateway: nil)
    _ = cache.learn(Self.host, hardware: Self.card, now: Self.second(1), creating: true)
    _ = cache.resolve(Self.mate(1), now: Self.second(2))
    var seen: [String] = []
    cache.forEach { address, hardware, confirmed in
      let card = hardware.map { String($0.rawValue, radix: 16) } ?? "asked"
      seen.append("\(address.rawValue >> 8 & 0xff) \(card) \(confirmed.nanoseconds)")
    }
    #expect(seen.sorted() == ["0 20000000007 1000000000", "1 asked 2000000000"])
  }

  @Test func `knows the card that answered, and waits for nothing then`() {
    var cache = NeighborCache(gateway: nil)
    _ = cache.resolve(Self.host, now: Self.second(0))
    let learning = cache.learn(
      Self.host, hardware: Self.card, now: Self.second(1), creating: false)
    #expect(learning == .resolved)
    #expect(cache.nextDeadline == nil)
    #expect(cache.resolve(Self.host, now: Self.second(30)) == .known(Self.card))
  }

  @Test func `asks a stale card while using it, and forgets it if it is silent`() {
    var cache = NeighborCache(gateway: nil)
    _ = cache.learn(Self.host, hardware: Self.card, now: Self.second(0), creating: true)
    #expect(cache.nextDeadline == nil)
    #expect(cache.resolve(Self.host, now: Self.second(40)) == .stale(Self.card))
    #expect(cache.resolve(Self.host, now: Self.second(40)) == .known(Self.card))
    #expect(cache.nextDeadline == Self.second(41))
    #expect(cache.nextDue(now: Self.second(41)) == .request(Self.host, Self.card))
    #expect(cache.nextDue(now: Self.second(42)) == .request(Self.host, Self.card))
    #expect(cache.nextDue(now: Self.second(43)) == .lost(Self.host))
    #expect(cache.resolve(Self.host, now: Self.second(43)) == .started(evicted: nil))
  }

  @Test func `asks again when a packet comes from another card than the known one`() {
    var cache = NeighborCache(gateway: nil)
    _ = cache.learn(Self.host, hardware: Self.card, now: Self.second(0), creating: true)
    cache.confirm(Self.host, hardware: Self.other, now: Self.second(1))
    #expect(cache.nextDeadline == nil, "nothing is asked before there is something to send")
    #expect(cache.resolve(Self.host, now: Self.second(2)) == .started(evicted: nil))
    #expect(cache.nextDue(now: Self.second(3)) == .request(Self.host, .broadcast))
    let learning = cache.learn(
      Self.host, hardware: Self.other, now: Self.second(3), creating: false)
    #expect(learning == .resolved)
    #expect(cache.resolve(Self.host, now: Self.second(4)) == .known(Self.other))
  }

  @Test func `a host that does not answer from the card it sends from is asked ever more rarely`() {
    // As routers do that share an address: each sends by a card of its own.
    var cache = NeighborCache(gateway: nil)
    _ = cache.learn(Self.host, hardware: Self.card, now: Self.second(0), creating: true)
    var asked: [UInt64] = []
    for second in 0..<200 as Range<UInt64> {
      cache.confirm(Self.host, hardware: Self.other, now: Self.second(second))
      guard cache.resolve(Self.host, now: Self.second(second)) == .started(evicted: nil) else {
        continue
      }
      asked.append(second)
      _ = cache.learn(Self.host, hardware: Self.card, now: Self.second(second), creating: false)
    }
    #expect(asked == [0, 4, 20, 84, 148])
  }

  @Test func `doubts at once what was told after a doubt was settled`() {
    var cache = NeighborCache(gateway: nil)
    _ = cache.learn(Self.host, hardware: Self.card, now: Self.second(0), creating: true)
    for second in [0, 4, 20] as [UInt64] {
      cache.confirm(Self.host, hardware: Self.other, now: Self.second(second))
      #expect(cache.resolve(Self.host, now: Self.second(second)) == .started(evicted: nil))
      _ = cache.learn(Self.host, hardware: Self.card, now: Self.second(second), creating: false)
    }
    // Somebody tells a wrong card by ARP; the host's next packet shows it.
    let learning = cache.learn(
      Self.host, hardware: Self.other, now: Self.second(21), creating: true)
    #expect(learning == .moved)
    cache.confirm(Self.host, hardware: Self.card, now: Self.second(22))
    #expect(cache.resolve(Self.host, now: Self.second(22)) == .started(evicted: nil))
  }

  @Test func `a packet from the known card settles the doubt`() {
    var cache = NeighborCache(gateway: nil)
    _ = cache.learn(Self.host, hardware: Self.card, now: Self.second(0), creating: true)
    cache.confirm(Self.host, hardware: Self.other, now: Self.second(1))
    cache.confirm(Self.host, hardware: Self.card, now: Self.second(1))
    #expect(cache.resolve(Self.host, now: Self.second(2)) == .known(Self.card))
  }

  @Test func `is content when a packet comes from a card in question`() {
    var cache = NeighborCache(gateway: nil)
    _ = cache.learn(Self.host, hardware: Self.card, now: Self.second(0), creating: true)
    _ = cache.resolve(Self.host, now: Self.second(40))
    cache.confirm(Self.host, hardware: Self.card, now: Self.second(41))
    #expect(cache.nextDeadline == nil)
    #expect(cache.resolve(Self.host, now: Self.second(70)) == .known(Self.card))
  }

  @Test func `learns no card from a packet`() {
    var cache = NeighborCache(gateway: nil)
    cache.confirm(Self.host, hardware: Self.card, now: Self.second(0))
    #expect(cache.resolve(Self.host, now: Self.second(0)) == .started(evicted: nil))
    cache.confirm(Self.host, hardware: Self.card, now: Self.second(0))
    #expect(cache.resolve(Self.host, now: Self.second(0)) == .waiting)
    _ = cache.learn(Self.host, hardware: Self.card, now: Self.second(0), creating: false)
    #expect(cache.resolve(Self.host, now: Self.second(29)) == .known(Self.card))
    #expect(cache.resolve(Self.host, now: Self.second(30)) == .stale(Self.card))
  }

  @Test func `takes strangers in only if told so`() {
    var cache = NeighborCache(gateway: nil)
    func learn(creating: Bool, _ card: MACAddress) -> NeighborCache.Learning {
      cache.learn(Self.host, hardware: card, now: Self.second(0), creating: creating)
    }
    #expect(learn(creating: false, Self.card) == .ignored)
    #expect(learn(creating: true, Self.card) == .created(evicted: nil))
    #expect(learn(creating: true, Self.card) == .confirmed)
    #expect(learn(creating: false, Self.other) == .moved)
    #expect(cache.resolve(Self.host, now: Self.second(0)) == .known(Self.other))
  }

  @Test func `gives up the one heard of longest ago`() {
    var cache = NeighborCache(gateway: nil)
    for index in 0..<4 as Range<UInt8> {
      _ = cache.learn(
        Self.mate(index), hardware: Self.card, now: Self.second(UInt64(index)), creating: true)
    }
    cache.confirm(Self.mate(0), hardware: Self.card, now: Self.second(5))
    let learning = cache.learn(
      Self.mate(4), hardware: Self.card, now: Self.second(6), creating: true)
    #expect(learning == .created(evicted: Self.mate(1)))
    #expect(cache.resolve(Self.mate(0), now: Self.second(6)) == .known(Self.card))
  }

  @Test func `gives up the unresolved before the known`() {
    var cache = NeighborCache(gateway: nil)
    for index in 0..<3 as Range<UInt8> {
      _ = cache.learn(Self.mate(index), hardware: Self.card, now: Self.second(0), creating: true)
    }
    _ = cache.resolve(Self.mate(3), now: Self.second(1))
    #expect(cache.nextDeadline == Self.second(2))
    let resolution = cache.resolve(Self.mate(4), now: Instant(nanoseconds: 1_500_000_000))
    #expect(resolution == .started(evicted: Self.mate(3)))
    #expect(cache.nextDeadline == Instant(nanoseconds: 2_500_000_000))
  }

  @Test(arguments: 0..<4 as Range<UInt8>)
  func `never gives up the gateway`(earlierHosts: UInt8) {
    let gateway = Self.mate(250)
    var cache = NeighborCache(gateway: gateway)
    for index in 0..<200 as Range<UInt8> {
      if index == earlierHosts {
        _ = cache.learn(gateway, hardware: Self.card, now: Self.second(0), creating: true)
      }
      _ = cache.learn(
        Self.mate(index), hardware: Self.other, now: Self.second(100), creating: true)
    }
    #expect(cache.resolve(gateway, now: Self.second(20)) == .known(Self.card))
  }

  @Test func `holds 64 neighbouring hosts`() {
    var cache = NeighborCache(gateway: nil)
    for index in 0..<64 as Range<UInt8> {
      let learning = cache.learn(
        IPv4Address(10, 0, 0, index), hardware: Self.card, now: Self.second(0), creating: true)
      #expect(learning == .created(evicted: nil))
    }
  }

  @Test func `handles all that is due at once`() {
    var cache = NeighborCache(gateway: nil)
    for index in 1...10 as ClosedRange<UInt8> {
      _ = cache.resolve(IPv4Address(10, 0, 0, index), now: Self.second(0))
    }
    var count = 0
    while cache.nextDue(now: Self.second(100)) != nil, count < 100 { count += 1 }
    #expect(count == 10)
    #expect(cache.nextDeadline == Self.second(101))
  }

  @Test func `a host with two cards is not asked for all the time`() {
    // A router that answers ARP with a card that several share, and sends by its own.
    var cache = NeighborCache(gateway: nil)
    let host = IPv4Address(10, 0, 0, 1)
    let (shared, own) = (MACAddress(rawValue: 0x5e_0001_01), MACAddress(rawValue: 0x5254_0000_0001))
    var now = Instant(nanoseconds: 1_000_000_000)
    _ = cache.learn(host, hardware: shared, now: now, creating: true)
    var askedCount = 0
    for _ in 0..<1000 {
      now = now.advanced(byNanoseconds: 10_000_000)
      cache.confirm(host, hardware: own, now: now)
      switch cache.resolve(host, now: now) {
      case .started:
        askedCount += 1
        _ = cache.learn(host, hardware: shared, now: now, creating: false)
      case .stale: askedCount += 1
      case .known, .waiting: break
      }
    }
    #expect(1...11 ~= askedCount)
  }
}
