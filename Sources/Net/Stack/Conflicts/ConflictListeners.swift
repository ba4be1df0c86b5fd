internal import Wire

/// Who hears ARP packets of other cards beside the stack itself.
final class ConflictListeners {
  /// Ask for addresses, each for one.
  var probes: [AddressProbe] = []
  /// Watches the address; nil while nobody would give it up.
  var watch: ((ARPMessage) -> Void)?

  /// Hands a packet on.
  func hear(_ message: ARPMessage) {
    for probe in probes { probe.hear(message) }
    watch?(message)
  }
}
