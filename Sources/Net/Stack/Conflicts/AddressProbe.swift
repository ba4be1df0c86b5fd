internal import Wire

/// Asks all hosts on the link whether one of them has an address.
///
/// Source: RFC 5227, section 2.1.1.
final class AddressProbe {
  /// What has to be done.
  enum Step: Equatable {
    /// Ask again when it is that late.
    case wait(until: Instant)
    /// Send a probe, then ask again.
    case send
    /// Nobody has the address.
    case free
    /// Another card has the address, or wants it, too.
    case taken
  }

  /// Time before the first probe, at most, in nanoseconds: 1 s.
  static let firstWaitNanoseconds: UInt64 = 1_000_000_000
  /// Least time between probes, in nanoseconds: 1 s, and twice that at most.
  static let intervalNanoseconds: UInt64 = 1_000_000_000
  /// Time after the last probe, in nanoseconds: 2 s.
  static let lastWaitNanoseconds: UInt64 = 2_000_000_000
  /// Number of probes.
  static let probeCount = 3

  /// The address that is asked for.
  let address: IPv4Address
  private var random: RandomSource
  private var sentCount = 0
  private var next: Instant
  private var isTaken = false

  /// Starts to ask soon.
  init(address: IPv4Address, random: RandomSource, now: Instant) {
    self.address = address
    self.random = random
    next = now
    next = now.advanced(byNanoseconds: self.random.next() % Self.firstWaitNanoseconds)
  }

  /// Tells what has to be done now.
  func step(now: Instant) -> Step {
    guard !isTaken else { return .taken }
    guard now >= next else { return .wait(until: next) }
    guard sentCount < Self.probeCount else { return .free }
    sentCount += 1
    let isLast = sentCount == Self.probeCount
    let interval = Self.intervalNanoseconds
    next = now.advanced(
      byNanoseconds: isLast ? Self.lastWaitNanoseconds : interval + random.next() % interval)
    return .send
  }

  /// Notes what another card says.
  func hear(_ message: ARPMessage) {
    let asksToo =
      message.operation == .request && message.sender == .unspecified
      && message.target == address
    if message.sender == address || asksToo { isTaken = true }
  }
}
