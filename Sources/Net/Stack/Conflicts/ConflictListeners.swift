internal import Wire

/// Who hears ARP packets of other cards beside the stack itself.
final class ConflictListeners {
  /// Asks for an address; nil while none is asked for.
  var probe: AddressProbe?
  /// Watches the address; nil while nobody would give it up.
  var watch: ((ARPMessage) -> Void)?

  /// Hands a packet on.
  func hear(_ message: ARPMessage) {
    probe?.hear(message)
    watch?(message)
  }
}
