/// How a PCI function interrupts.
public enum PCIInterrupt: Equatable, Sendable {
  /// By messages: the first of the table, and for changes of the configuration the second, or the
  /// first, too, if there is no other.
  case messages(configurationEntry: UInt16)
  /// By the input of the interrupt controller that firmware has led its pin to.
  case line(UInt8)
}
