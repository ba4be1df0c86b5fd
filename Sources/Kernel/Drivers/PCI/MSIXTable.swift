internal import Hardware

/// The table of messages that a function sends as interrupts.
///
/// Source: PCI Local Bus 3.0, section 6.8.2.6 to 6.8.2.9.
struct MSIXTable<Bank: Registers & ~Copyable>: ~Copyable {
  /// Size of an entry in bytes.
  static var entryByteCount: Int { 16 }

  private var bank: Bank
  private let entryCount: Int

  /// Takes the memory of a table.
  init(_ bank: consuming Bank, entryCount: Int) {
    self.bank = bank
    self.entryCount = entryCount
  }

  /// Sets which message an entry sends, and lets it be sent.
  ///
  /// - Precondition: There is such an entry.
  mutating func set(_ message: InterruptMessage, entry: Int) {
    precondition(entry >= 0 && entry < entryCount, "no such MSI-X entry")
    let offset = entry * Self.entryByteCount
    // The entry must not be used while it is half written.
    bank.write32(1, at: offset + 12)
    bank.write32(UInt32(truncatingIfNeeded: message.address.rawValue), at: offset)
    bank.write32(UInt32(message.address.rawValue >> 32), at: offset + 4)
    bank.write32(message.data, at: offset + 8)
    bank.write32(0, at: offset + 12)
  }
}
