public import Net
public import Wire

/// A DHCP client as a function of messages and time.
///
/// Whatever happens is told it with the present; what it wants done it returns. When `nextDeadline`
/// comes, `advance` is due. It holds one lease and no message.
///
/// Source: RFC 2131, sections 3.1, 3.2 and 4.4.
public struct DHCPClient: Sendable {
  /// Who it is.
  public let identity: DHCPIdentity
  /// Where it is on its way to an address.
  public internal(set) var state = DHCPClientState.stopped
  /// When it has something to do; nil if it waits for others only.
  public internal(set) var nextDeadline: Instant?
  /// What was granted last; it is in use if the state says so.
  public internal(set) var lease: DHCPLease?

  var random: RandomSource
  /// The number by which answers are known.
  var transaction: UInt32 = 0
  /// When it began to look for an address, or for more time.
  var begin = Instant(nanoseconds: 0)
  /// How often the present message was sent.
  var sendCount = 0
  /// When the present request was sent first: the time that the lease counts from.
  var requestTime = Instant(nanoseconds: 0)
  /// The address that is asked for, and the server that offers it.
  var wanted: (address: IPv4Address, server: IPv4Address?) = (.unspecified, nil)
  /// How often in a row it was refused.
  var refusalCount = 0
  /// When the lease ends, and what is due before; nil for ever.
  var ends: (renewal: Instant, rebinding: Instant, expiry: Instant)?

  /// Nanoseconds in a second.
  static let second: UInt64 = 1_000_000_000

  /// Makes a client that does nothing yet.
  ///
  /// - Parameters:
  ///   - identity: Who it is.
  ///   - seed: Entropy; who knows it foresees the numbers of transactions.
  public init(_ identity: DHCPIdentity, seed: UInt64) {
    self.identity = identity
    random = RandomSource(seed: seed)
  }

  /// Begins.
  ///
  /// - Parameters:
  ///   - now: The present.
  ///   - previous: The address that it had before, which it asks for first; nil if it had none.
  /// - Returns: What to do.
  public mutating func start(
    at now: Instant, previous: IPv4Address? = nil
  ) -> [DHCPClientAction] {
    let lost: [DHCPClientAction] = state.hasAddress ? [.deconfigure] : []
    begin = now
    refusalCount = 0
    guard let previous else { return lost + discover(at: now) }
    newTransaction()
    state = .rebooting
    wanted = (previous, nil)
    requestTime = now
    return lost + [request(at: now)]
  }

  /// Takes a message that arrived at port 68; one that is not meant for it is passed over.
  public mutating func receive(_ bytes: RawSpan, at now: Instant) -> [DHCPClientAction] {
    let message: DHCPMessage
    do throws(WireError) {
      message = try DHCPMessage(parsing: try DHCPPacket(bytes))
    } catch {
      return []
    }
    guard message.isReply, message.transaction == transaction,
      message.hardware == identity.hardware
    else { return [] }
    switch message.kind {
    case .offer: return state == .selecting ? accept(message, at: now) : []
    case .acknowledgment: return isAsking(message) ? take(message, at: now) : []
    case .refusal: return isAsking(message) ? beRefused(at: now) : []
    default: return []
    }
  }

  /// Does what is due.
  public mutating func advance(to now: Instant) -> [DHCPClientAction] {
    guard let nextDeadline, nextDeadline <= now else { return [] }
    switch state {
    case .stopped, .probing: return []
    case .waiting, .selecting:
      return state == .selecting ? [sendDiscover(at: now)] : startOver(at: now)
    case .requesting:
      // Four times in a minute, then from the start (RFC 2131, section 3.1, step 5).
      return sendCount < 4 ? [request(at: now)] : startOver(at: now)
    case .rebooting: return sendCount < 2 ? [request(at: now)] : startOver(at: now)
    case .bound, .renewing, .rebinding: return extend(at: now)
    }
  }

  /// Is told whether an address that it wanted probed is free.
  public mutating func probed(isFree: Bool, at now: Instant) -> [DHCPClientAction] {
    guard state == .probing, let lease else { return [] }
    return isFree ? bind(lease) : decline(lease, at: now)
  }

  /// Is told that somebody else uses its address.
  public mutating func conflictFound(at now: Instant) -> [DHCPClientAction] {
    guard state.hasAddress, let lease else { return [] }
    return [.deconfigure] + decline(lease, at: now)
  }

  /// Gives its address back and stops.
  public mutating func release(at now: Instant) -> [DHCPClientAction] {
    defer {
      state = .stopped
      nextDeadline = nil
    }
    // What was granted is lent, even if nobody has begun to use it.
    guard state.hasAddress || state == .probing, let lease else { return [] }
    newTransaction()
    var message = makeMessage(.release, at: now)
    message.seconds = 0
    message.clientAddress = lease.address
    message.serverIdentifier = lease.server
    guard state.hasAddress else { return [.send(message, from: .unspecified, to: .broadcast)] }
    return [.send(message, from: lease.address, to: lease.server), .deconfigure]
  }
}
