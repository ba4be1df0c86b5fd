public import Hardware

/// The main counter of the high precision event timer; its comparators stay unused.
///
/// Source: IA-PC HPET Specification 1.0a, section 2.3.
public struct HPETCounter<Bank: Registers & ~Copyable>: TickCounter, ~Copyable {
  private var registers: Bank
  private let isWide: Bool
  public let ticksPerSecond: UInt64

  /// Lets the counter run; nil if there is no such timer.
  ///
  /// - Parameter registers: The timer's registers, or whatever is at their usual address.
  public init?(_ registers: consuming Bank) {
    // Where nothing is, all bits read the same.
    let capabilities = registers.read32(at: Offset.capabilities)
    let femtoseconds = registers.read32(at: Offset.period)
    guard capabilities & 0xff != 0, capabilities != .max, femtoseconds > 0,
      femtoseconds <= Self.longestPeriod
    else { return nil }
    self.registers = registers
    isWide = capabilities & 1 << 13 != 0
    ticksPerSecond = 1_000_000_000_000_000 / UInt64(femtoseconds)
    let settings = self.registers.read32(at: Offset.configuration)
    if settings & 1 == 0 { self.registers.write32(settings | 1, at: Offset.configuration) }
  }

  public var period: UInt64 { isWide ? 0 : 1 << 32 }

  public mutating func ticks() -> UInt64 {
    isWide
      ? registers.read64(at: Offset.mainCounter) : UInt64(registers.read32(at: Offset.mainCounter))
  }

  /// Longest period that the specification allows, in femtoseconds: 100 ns.
  private static var longestPeriod: UInt32 { 0x05f5_e100 }
}

/// Where the registers are, in bytes.
private enum Offset {
  static let capabilities = 0x000
  static let period = 0x004
  static let configuration = 0x010
  static let mainCounter = 0x0f0
}
