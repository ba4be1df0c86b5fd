internal import Wire

/// Tells when an address can no longer be defended, as others claim it again and again.
///
/// The first claim is answered by an announcement; one that follows soon ends the use of the
/// address, so that two hosts do not insist on it for ever.
///
/// Source: RFC 5227, section 2.4, case (b).
struct ConflictWatch {
  /// The address that is watched.
  let address: IPv4Address
  /// When another card claimed it last.
  private var claimed: Instant?

  /// Starts to watch.
  init(address: IPv4Address) {
    self.address = address
  }

  /// Notes what another card says.
  ///
  /// - Returns: Whether the address is lost.
  mutating func hear(_ message: ARPMessage, now: Instant) -> Bool {
    guard message.sender == address else { return false }
    defer { claimed = now }
    guard let claimed else { return false }
    return now.nanoseconds(since: claimed) < Stack.defendNanoseconds
  }
}
