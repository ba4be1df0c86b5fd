/// The table of the high-precision event timer.
///
/// Source: IA-PC HPET Specification 1.0a, section 3.2.4.
public enum EventTimerTable {
  /// Address of the timer's registers.
  ///
  /// - Returns: Nil if the table is too short, or the registers are not in memory.
  public static func address(_ table: RawSpan) -> UInt64? {
    guard case .memory(let address) = RegisterPlace(table, at: 40) else { return nil }
    return address
  }
}
