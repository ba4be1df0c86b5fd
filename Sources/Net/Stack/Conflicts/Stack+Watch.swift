internal import Wire

// Whether an address stays our own. Read first: RFC 5227, section 2.4.

extension Stack {
  /// Has somebody told when the address can no longer be defended: another card has claimed it
  /// twice within ten seconds.
  ///
  /// Without that an address is kept, as that of a server has to be.
  ///
  /// - Parameters:
  ///   - clock: Tells the present.
  ///   - lost: Is called while a packet is taken, perhaps again before the address is taken away.
  public mutating func watchAddress(
    clock: @escaping () -> Instant, _ lost: @escaping () -> Void
  ) {
    var watch = ConflictWatch(address: configuration.address)
    listenForConflicts().watch = { message in
      if watch.hear(message, now: clock()) { lost() }
    }
  }

  /// Watches the address no more.
  public mutating func endWatch() { conflicts?.watch = nil }

  /// Who hears ARP packets from now on.
  mutating func listenForConflicts() -> ConflictListeners {
    if let conflicts { return conflicts }
    let made = ConflictListeners()
    conflicts = made
    hooks.hearARP = { message in made.hear(message) }
    return made
  }
}
