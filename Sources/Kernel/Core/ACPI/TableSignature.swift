/// What a table says that it is: four letters, as a number with the first letter lowest.
public enum TableSignature: UInt32, Sendable {
  /// The list of all tables, by 4 bytes each: "RSDT".
  case root = 0x5444_5352
  /// The list of all tables, by 8 bytes each: "XSDT".
  case extendedRoot = 0x5444_5358
  /// The fixed ACPI description table: "FACP".
  case fixed = 0x5043_4146
  /// The differentiated system description table, the machine's bytecode: "DSDT".
  case differentiated = 0x5444_5344
  /// The multiple APIC description table: "APIC".
  case interruptControllers = 0x4349_5041
  /// The table of the high-precision event timer: "HPET".
  case eventTimer = 0x5445_5048
}
