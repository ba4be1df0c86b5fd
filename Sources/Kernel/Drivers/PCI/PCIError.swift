/// Why a PCI function could not be used.
public enum PCIError: Error, Equatable {
  /// The window has no room for a region; carries the number of its base address register.
  case noRoom(Int)
  /// A base address register is of a kind that does not exist; carries its number.
  case badRegion(Int)
}
