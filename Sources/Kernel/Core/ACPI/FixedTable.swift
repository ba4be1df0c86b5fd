/// The fixed ACPI description table (FADT): the registers for power, and where the bytecode is.
///
/// Source: ACPI 6.5, section 5.2.9.
public struct FixedTable: Equatable, Sendable {
  /// Address of the differentiated table; 0 if there is none.
  public let differentiatedTable: UInt64
  /// The port that takes commands for the firmware, and the command that hands over to this kernel;
  /// nil if there is nothing to hand over.
  public let enabling: Enabling?
  /// The control register of power management; nil on machines with reduced hardware.
  public let control: RegisterPlace?
  /// Its second half, on machines that have two.
  public let secondControl: RegisterPlace?
  /// The register that puts machines with reduced hardware to sleep; nil on others.
  public let sleepControl: RegisterPlace?
  /// The register that resets the machine; nil if the table knows none.
  public let reset: RegisterPlace?
  /// What to write there.
  public let resetValue: UInt8

  /// How firmware is asked to leave power management alone.
  public struct Enabling: Equatable, Sendable {
    /// The port of the command.
    public var port: UInt16
    /// The command.
    public var command: UInt8
  }

  /// Reads the table.
  public init(_ table: RawSpan) {
    let flags: UInt32 = table.field(at: Field.flags)
    let isReduced = flags & 1 << 20 != 0
    let wide: UInt64 = table.field(at: Field.wideDifferentiatedTable)
    differentiatedTable =
      wide != 0 ? wide : UInt64(table.field(at: Field.differentiatedTable, as: UInt32.self))
    let port: UInt32 = table.field(at: Field.commandPort)
    let command: UInt8 = table.field(at: Field.enableCommand)
    enabling =
      isReduced || port == 0 || port > 0xffff || command == 0
      ? nil : Enabling(port: UInt16(port), command: command)
    control = isReduced ? nil : Self.control(table, Field.wideControl, Field.control)
    secondControl =
      isReduced ? nil : Self.control(table, Field.wideSecondControl, Field.secondControl)
    sleepControl = isReduced ? RegisterPlace(table, at: Field.sleepControl) : nil
    reset = flags & 1 << 10 != 0 ? RegisterPlace(table, at: Field.reset) : nil
    resetValue = table.field(at: Field.resetValue)
  }

  private static func control(_ table: RawSpan, _ wide: Int, _ narrow: Int) -> RegisterPlace? {
    RegisterPlace(table, at: wide) ?? RegisterPlace(port: table.field(at: narrow))
  }

  private enum Field {
    static var differentiatedTable: Int { 40 }
    static var commandPort: Int { 48 }
    static var enableCommand: Int { 52 }
    static var control: Int { 64 }
    static var secondControl: Int { 68 }
    static var flags: Int { 112 }
    static var reset: Int { 116 }
    static var resetValue: Int { 128 }
    static var wideDifferentiatedTable: Int { 140 }
    static var wideControl: Int { 172 }
    static var wideSecondControl: Int { 184 }
    static var sleepControl: Int { 244 }
  }
}
