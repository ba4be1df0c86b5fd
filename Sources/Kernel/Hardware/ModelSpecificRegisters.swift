/// The processor's own registers, addressed by number.
///
/// Every call is one access, in program order with all others.
///
/// Source: Intel SDM volume 3, section 9.4.
public protocol ModelSpecificRegisters: ~Copyable {
  /// Reads a register.
  func read(_ number: UInt32) -> UInt64
  /// Writes a register.
  mutating func write(_ value: UInt64, to number: UInt32)
}
