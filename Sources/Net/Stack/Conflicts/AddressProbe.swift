internal import Wire

/// Asks all hosts on the link whether one of them has an address.
///
/// Source: RFC 5227, section 2.1.1.
public final class AddressProbe {
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

  /// The address that is asked for.
  let address: IPv4Address
  private let pace: ProbePace
  private var random: RandomSource
  private var sentCount = 0
  private var next: Instant
  private var isTaken = false

  /// Starts to ask soon.
  init(address: IPv4Address, pace: ProbePace, random: RandomSource, now: Instant) {
    self.address = address
    self.pace = pace
    self.random = random
    next = now
    next = now.advanced(byNanoseconds: self.random.next() % (pace.firstWait + 1))
  }

  /// Tells what has to be done now.
  func step(now: Instant) -> Step {
    guard !isTaken else { return .taken }
    guard now >= next else { return .wait(until: next) }
    guard sentCount < pace.count else { return .free }
    sentCount += 1
    let isLast = sentCount == pace.count
    next = now.advanced(
      byNanoseconds: isLast ? pace.lastWait : pace.interval + random.next() % pace.interval)
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
