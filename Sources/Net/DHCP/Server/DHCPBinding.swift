internal import Net
internal import Wire

/// One address of a server, and who has it.
struct DHCPBinding: Sendable {
  /// What became of the address.
  enum State: Sendable {
    /// Nobody has ever had it.
    case unused
    /// It was offered, and is kept until the client answers.
    case offered
    /// It is lent.
    case lent
    /// It was given back; the same client gets it again if it asks.
    case released
    /// A client says that somebody else uses it.
    case declined
  }

  let address: IPv4Address
  /// The card that it belongs to; nil if it is for all.
  let reservedFor: MACAddress?
  private(set) var state = State.unused
  /// Who has it or had it last.
  private(set) var client: DHCPClientKey?
  /// Until when the state holds.
  private(set) var end = Instant(nanoseconds: 0)

  init(_ address: IPv4Address, reservedFor hardware: MACAddress? = nil) {
    self.address = address
    reservedFor = hardware
  }

  /// Whether a client may have the address.
  func isFree(for key: DHCPClientKey, at now: Instant) -> Bool {
    if let reservedFor { return reservedFor == key.hardware && !isDeclined(at: now) }
    switch state {
    case .unused, .released: return true
    case .offered, .lent: return client == key || end <= now
    case .declined: return end <= now
    }
  }

  /// Whether the address is a client's, or was so last.
  func belongs(to key: DHCPClientKey) -> Bool {
    client == key && state != .declined
  }

  /// Whether the address is promised or lent to a client.
  func isHeld(by key: DHCPClientKey, at now: Instant) -> Bool {
    client == key && (state == .offered || state == .lent) && end > now
  }

  /// Gives the address another state.
  mutating func set(_ state: State, for key: DHCPClientKey?, until end: Instant) {
    self.state = state
    self.end = end
    client = key
  }

  private func isDeclined(at now: Instant) -> Bool { state == .declined && end > now }
}

/// What a server knows a client by: the identifier that it sent, else its card.
///
/// Source: RFC 2131, section 4.2.
struct DHCPClientKey: Equatable, Sendable {
  let hardware: MACAddress
  let identifier: [UInt8]

  init(_ message: DHCPMessage) {
    hardware = message.hardware
    identifier = message.clientIdentifier
  }

  static func == (left: Self, right: Self) -> Bool {
    if left.identifier.isEmpty && right.identifier.isEmpty {
      return left.hardware == right.hardware
    }
    return left.identifier == right.identifier
  }
}
