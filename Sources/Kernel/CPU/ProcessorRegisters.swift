internal import CInstructions
public import Hardware

/// The registers of the processor that this runs on.
public struct ProcessorRegisters: ModelSpecificRegisters {
  /// Names the one set there is.
  public init() {}

  public func read(_ number: UInt32) -> UInt64 { cpu_read_msr(number) }
  public func write(_ value: UInt64, to number: UInt32) { cpu_write_msr(number, value) }
}
