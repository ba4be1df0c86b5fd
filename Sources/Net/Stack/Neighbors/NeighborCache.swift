internal import Wire

/// The cards of the hosts on the link.
///
/// Sixteen sets of four entries: a host's address chooses the set by its lowest bits, so that a
/// look-up compares four addresses at most. Time passes only while an answer is awaited; everything
/// else ages without a timer and is noticed when it is used.
///
/// Source: RFC 826; RFC 1122, section 2.3.2; states after RFC 4861, section 7.3.2.
struct NeighborCache: ~Copyable {
  /// What the cache knows about the card of a neighbour that a packet is for.
  enum Resolution: Equatable {
    /// The card.
    case known(MACAddress)
    /// The card, which has to be asked now whether it is still there.
    case stale(MACAddress)
    /// It was asked for and has not answered yet.
    case waiting
    /// It has to be asked for now; the address is that of a neighbour that made room.
    case started(evicted: IPv4Address?)
  }

  /// What became of an entry when its host was heard of.
  enum Learning: Equatable {
    /// The host is not in the cache.
    case ignored
    /// The host's card is the one that was known.
    case confirmed
    /// The host was waited for.
    case resolved
    /// The host has another card now.
    case moved
    /// The host is new; the address is that of a neighbour that made room.
    case created(evicted: IPv4Address?)
  }

  /// What has to be done at a deadline.
  enum Due: Equatable {
    /// Ask for the neighbour again: all cards, or the one that is known.
    case request(IPv4Address, MACAddress)
    /// The neighbour is lost and no longer in the cache.
    case lost(IPv4Address)
  }

  /// Number of hosts that fit in.
  static let capacity = 64
  private static let setSize = 4

  private var entries = [Neighbor](repeating: Neighbor(), count: capacity)
  /// A host that never makes room for others.
  private let gateway: IPv4Address?
  /// When `nextDue` has something to tell; nil while no answer is awaited.
  private(set) var nextDeadline: Instant?

  /// Makes an empty cache.
  init(gateway: IPv4Address?) { self.gateway = gateway }

  /// The index of a host's entry.
  private func find(_ address: IPv4Address) -> Int? {
    let first = Self.firstIndex(address)
    for index in first..<first + Self.setSize
    where entries[index].address == address && entries[index].state != .free {
      return index
    }
    return nil
  }

  /// Finds the card for a packet that is to be sent, and starts looking for it if need be.
  mutating func resolve(_ address: IPv4Address, now: Instant) -> Resolution {
    guard let index = find(address) else {
      let (index, evicted) = makeRoom(for: address, now: now)
      startAsking(at: index, now: now)
      return .started(evicted: evicted)
    }
    let entry = entries[index]
    guard !entry.isDoubted else {
      entries[index].doubtedAt = now
      entries[index].doubtedHardware = entry.hardware
      startAsking(at: index, now: now)
      return .started(evicted: nil)
    }
    switch entry.state {
    case .known where entry.isStale(now: now):
      entries[index].state = .probing
      expectAnswer(at: index, now: now)
      return .stale(entry.hardware)
    case .known, .probing: return .known(entry.hardware)
    case .free, .incomplete: return .waiting
    }
  }

  /// Confirms a host's card because a packet came from it, or doubts it because one came from
  /// another; never takes over a card or makes an entry.
  ///
  /// A card in doubt is asked for before it is used again: whoever told a wrong one by ARP is
  /// found out with the next packet of the host itself.
  mutating func confirm(_ address: IPv4Address, hardware: MACAddress, now: Instant) {
    guard let index = find(address), entries[index].state != .incomplete else { return }
    guard entries[index].hardware == hardware else {
      if !entries[index].isExplained(now: now) { entries[index].isDoubted = true }
      return
    }
    entries[index].isDoubted = false
    if entries[index].state == .known {
      entries[index].confirmed = now
      return
    }
    settle(at: index, hardware: hardware, now: now)
  }

  /// Notes what an ARP packet says about its sender.
  ///
  /// - Parameters:
  ///   - address: The sender.
  ///   - hardware: The sender's card.
  ///   - now: The present.
  ///   - creating: Whether a host that is not in the cache yet is taken in.
  /// - Returns: What became of the entry.
  mutating func learn(
    _ address: IPv4Address, hardware: MACAddress, now: Instant, creating: Bool
  ) -> Learning {
    if let index = find(address) {
      let before = entries[index]
      settle(at: index, hardware: hardware, now: now)
      let known = before.state == .incomplete ? before.doubtedHardware : before.hardware
      if known != hardware {
        entries[index].explainedCount = 0
      } else if before.state == .incomplete, before.explainedCount < 3 {
        entries[index].explainedCount += 1
      }
      if before.state == .incomplete { return .resolved }
      return known == hardware ? .confirmed : .moved
    }
    guard creating else { return .ignored }
    let (index, evicted) = makeRoom(for: address, now: now)
    settle(at: index, hardware: hardware, now: now)
    return .created(evicted: evicted)
  }

  /// Takes the next thing that has to be done by now; call it until it is nil.
  mutating func nextDue(now: Instant) -> Due? {
    guard let nextDeadline, nextDeadline <= now else { return nil }
    for index in entries.indices where entries[index].isPending && entries[index].deadline <= now {
      guard entries[index].requestCount < Neighbor.requestLimit else {
        let address = entries[index].address
        entries[index] = Neighbor()
        updateDeadline()
        return .lost(address)
      }
      expectAnswer(at: index, now: now)
      return .request(entries[index].address, entries[index].hardware)
    }
    return nil
  }

  /// Visits the hosts; the card is nil as long as it is asked for.
  func forEach(
    _ body: (_ address: IPv4Address, _ hardware: MACAddress?, _ confirmed: Instant) -> Void
  ) {
    for index in entries.indices where entries[index].state != .free {
      let isKnown = entries[index].state != .incomplete
      body(
        entries[index].address, isKnown ? entries[index].hardware : nil, entries[index].confirmed)
    }
  }

  /// Forgets the card of a host, for which all cards are asked now.
  private mutating func startAsking(at index: Int, now: Instant) {
    entries[index].state = .incomplete
    entries[index].hardware = .broadcast
    entries[index].isDoubted = false
    entries[index].requestCount = 0
    expectAnswer(at: index, now: now)
  }

  /// Notes that a request is sent now.
  private mutating func expectAnswer(at index: Int, now: Instant) {
    entries[index].requestCount += 1
    entries[index].deadline = now.advanced(byNanoseconds: Neighbor.retryNanoseconds)
    updateDeadline()
  }

  /// Notes that the host has this card now.
  private mutating func settle(at index: Int, hardware: MACAddress, now: Instant) {
    let wasPending = entries[index].isPending
    entries[index].hardware = hardware
    entries[index].confirmed = now
    entries[index].state = .known
    entries[index].isDoubted = false
    guard wasPending else { return }
    entries[index].requestCount = 0
    updateDeadline()
  }

  /// Gives an entry to a host, taking it from another if the set is full.
  private mutating func makeRoom(
    for address: IPv4Address, now: Instant
  ) -> (index: Int, evicted: IPv4Address?) {
    let first = Self.firstIndex(address)
    var best = first
    for index in first..<first + Self.setSize where precedes(index, best, now: now) {
      best = index
    }
    let evicted = entries[best].state == .free ? nil : entries[best].address
    let wasPending = entries[best].isPending
    entries[best] = Neighbor()
    entries[best].address = address
    entries[best].confirmed = now
    if wasPending { updateDeadline() }
    return (best, evicted)
  }

  /// Whether one entry is given up before another.
  private func precedes(_ index: Int, _ other: Int, now: Instant) -> Bool {
    if entries[index].address == gateway { return false }
    if entries[other].address == gateway { return true }
    let (worth, otherWorth) = (entries[index].worth(now: now), entries[other].worth(now: now))
    return (worth, entries[index].confirmed) < (otherWorth, entries[other].confirmed)
  }

  /// Finds the earliest deadline; only called when an awaited answer came, went or was added.
  private mutating func updateDeadline() {
    nextDeadline = nil
    for index in entries.indices where entries[index].isPending {
      let deadline = entries[index].deadline
      nextDeadline = min(nextDeadline ?? deadline, deadline)
    }
  }

  /// Where the set of an address starts.
  private static func firstIndex(_ address: IPv4Address) -> Int {
    Int(truncatingIfNeeded: address.rawValue) & (capacity / setSize - 1) * setSize
  }
}
