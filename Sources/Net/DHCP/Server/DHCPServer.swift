public import Net
public import Wire

/// A small DHCP server as a function of messages and time.
///
/// It lends the addresses of one range on its own link, and those that it keeps for certain cards.
/// What it knows is bounded by the number of its addresses; a flood of strangers can take all of
/// them, but each only for as long as an offer holds. Messages that come through relays are passed
/// over.
///
/// Source: RFC 2131, section 4.3.
public struct DHCPServer: Sendable {
  /// A message and where it goes: from port 67 to port 68.
  public struct Reply: Equatable, Sendable {
    public let message: DHCPMessage
    public let destination: IPv4Address
  }

  /// What it lends.
  public let settings: DHCPServerSettings
  /// For how long an offer holds, in nanoseconds.
  static let offerNanoseconds: UInt64 = 60 * 1_000_000_000
  /// For how long an address that somebody else uses is left alone, in nanoseconds.
  static let declineNanoseconds: UInt64 = 600 * 1_000_000_000

  var bindings: [DHCPBinding] = []

  /// Makes a server that has lent nothing yet.
  ///
  /// - Precondition: The settings are valid, as their own property says.
  public init(_ settings: DHCPServerSettings) {
    precondition(settings.isValid, "impossible settings of a DHCP server")
    self.settings = settings
    for value in settings.first.rawValue...settings.last.rawValue {
      let address = IPv4Address(rawValue: value)
      let isTaken =
        address == settings.network.address || address == settings.gateway
        || settings.reservations.contains { $0.address == address }
      if !isTaken { bindings.append(DHCPBinding(address)) }
    }
    for reservation in settings.reservations {
      bindings.append(DHCPBinding(reservation.address, reservedFor: reservation.hardware))
    }
  }

  /// Number of addresses that are lent at a time.
  public func lentCount(at now: Instant) -> Int {
    bindings.count { $0.state == .lent && $0.end > now }
  }

  /// Takes a message that arrived at port 67.
  ///
  /// - Returns: What it answers; nil if it has nothing to say.
  public mutating func receive(_ bytes: RawSpan, at now: Instant) -> Reply? {
    let message: DHCPMessage
    do throws(WireError) {
      message = try DHCPMessage(parsing: try DHCPPacket(bytes))
    } catch {
      return nil
    }
    guard !message.isReply, message.relay == .unspecified else { return nil }
    switch message.kind {
    case .discover: return offer(message, at: now)
    case .request: return grant(message, at: now)
    case .decline:
      retire(message, .declined, message.requestedAddress, until: Self.declineNanoseconds, at: now)
    case .release: retire(message, .released, message.clientAddress, until: 0, at: now)
    case .inform: return inform(message)
    default: break
    }
    return nil
  }

  /// Offers an address: the one that the client has or had, or would like, or any.
  private mutating func offer(_ message: DHCPMessage, at now: Instant) -> Reply? {
    let key = DHCPClientKey(message)
    guard let index = choose(for: key, message.requestedAddress, at: now) else { return nil }
    // An address that is lent to the client stays so.
    if !(bindings[index].state == .lent && bindings[index].isHeld(by: key, at: now)) {
      bindings[index].set(
        .offered, for: key, until: now.advanced(byNanoseconds: Self.offerNanoseconds))
    }
    return reply(.offer, to: message, address: bindings[index].address)
  }

  private func choose(
    for key: DHCPClientKey, _ wish: IPv4Address?, at now: Instant
  ) -> Int? {
    func first(_ condition: (DHCPBinding) -> Bool) -> Int? {
      bindings.firstIndex { $0.isFree(for: key, at: now) && condition($0) }
    }
    return first { $0.reservedFor != nil } ?? first { $0.belongs(to: key) }
      ?? first { $0.address == wish } ?? first { $0.state == .unused }
      ?? bindings.indices.filter { bindings[$0].isFree(for: key, at: now) }
      .min { bindings[$0].end < bindings[$1].end }
  }

  /// Answers a request, whatever state its client is in.
  private mutating func grant(_ message: DHCPMessage, at now: Instant) -> Reply? {
    let key = DHCPClientKey(message)
    if let chosen = message.serverIdentifier {
      guard chosen == settings.network.address else {
        // Another server's offer was taken.
        releaseOffer(of: key, at: now)
        return nil
      }
      guard let wish = message.requestedAddress,
        let index = bindings.firstIndex(where: { $0.address == wish }),
        bindings[index].isHeld(by: key, at: now)
      else { return refuse(message) }
      return lend(index, to: message, at: now)
    }
    let isBooting = message.clientAddress == .unspecified
    guard let wish = isBooting ? message.requestedAddress : message.clientAddress else {
      return nil
    }
    guard settings.network.contains(wish) else { return refuse(message) }
    guard let index = bindings.firstIndex(where: { $0.address == wish }) else {
      return refuse(message)
    }
    // One that this server has forgotten, as it was started anew, gets its address again; but who
    // boots and is not known may be another server's client.
    let isKnown = bindings.contains { $0.belongs(to: key) }
    if isBooting && !isKnown && bindings[index].reservedFor == nil { return nil }
    guard bindings[index].isFree(for: key, at: now),
      bindings[index].belongs(to: key) || !isKnown
    else { return refuse(message) }
    return lend(index, to: message, at: now)
  }

  private mutating func lend(_ index: Int, to message: DHCPMessage, at now: Instant) -> Reply {
    bindings[index].set(
      .lent, for: DHCPClientKey(message),
      until: now.advanced(byNanoseconds: UInt64(settings.leaseSeconds) * 1_000_000_000))
    return reply(.acknowledgment, to: message, address: bindings[index].address)
  }

  private mutating func releaseOffer(of key: DHCPClientKey, at now: Instant) {
    for index in bindings.indices
    where bindings[index].state == .offered && bindings[index].isHeld(by: key, at: now) {
      bindings[index].set(.released, for: key, until: now)
    }
  }

  /// Takes an address back that its client does not use.
  private mutating func retire(
    _ message: DHCPMessage, _ state: DHCPBinding.State, _ address: IPv4Address?,
    until nanoseconds: UInt64, at now: Instant
  ) {
    let key = DHCPClientKey(message)
    guard message.serverIdentifier == settings.network.address,
      let index = bindings.firstIndex(where: { $0.address == address }),
      bindings[index].isHeld(by: key, at: now)
    else { return }
    bindings[index].set(
      state, for: state == .released ? key : nil, until: now.advanced(byNanoseconds: nanoseconds))
  }
}
