internal import Core
internal import Testing

@Suite struct FixedTableTests {
  /// A table of the newest version, with all fields 0.
  private static func bytes(flags: UInt32) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 276)
    for index in 0..<4 { bytes[112 + index] = UInt8(truncatingIfNeeded: flags >> (8 * index)) }
    return bytes
  }

  @Test(arguments: [0, 36, 64, 67, 68, 112, 116, 128, 180, 250])
  func `takes what is not there for 0`(
    byteCount: Int
  ) {
    let table = FixedTable(Self.bytes(flags: 1 << 10).span.bytes.extracting(0..<byteCount))
    #expect(table.differentiatedTable == 0)
    #expect(table.control == nil)
    #expect(table.reset == nil)
    #expect(table.enabling == nil)
  }

  @Test func `prefers the wide fields, and takes the narrow ones where those are 0`() {
    var bytes = Self.bytes(flags: 0)
    bytes[40] = 0x40
    bytes[65] = 6
    #expect(FixedTable(bytes.span.bytes).differentiatedTable == 0x40)
    #expect(FixedTable(bytes.span.bytes).control == .port(0x600))
    bytes[144] = 1
    bytes[172] = 1
    bytes[177] = 7
    #expect(FixedTable(bytes.span.bytes).differentiatedTable == 0x1_0000_0000)
    #expect(FixedTable(bytes.span.bytes).control == .port(0x700))
  }

  @Test func `knows a reset only where the flag says so`() {
    var bytes = Self.bytes(flags: 0)
    bytes[116] = 1
    bytes[120] = 0x64
    bytes[128] = 0xfe
    #expect(FixedTable(bytes.span.bytes).reset == nil)
    bytes[113] = 4
    #expect(FixedTable(bytes.span.bytes).reset == .port(0x64))
    #expect(FixedTable(bytes.span.bytes).resetValue == 0xfe)
  }

  @Test func `has the sleep control register of reduced hardware alone`() {
    var bytes = Self.bytes(flags: 1 << 20)
    bytes[65] = 6
    bytes[248] = 0x10
    #expect(FixedTable(bytes.span.bytes).control == nil)
    #expect(FixedTable(bytes.span.bytes).sleepControl == .memory(0x10))
    bytes[114] = 0
    #expect(FixedTable(bytes.span.bytes).control == .port(0x600))
    #expect(FixedTable(bytes.span.bytes).sleepControl == nil)
  }

  @Test func `ignores registers that it cannot reach`() {
    var bytes = Self.bytes(flags: 1 << 10)
    bytes[116] = 2
    bytes[120] = 1
    #expect(FixedTable(bytes.span.bytes).reset == nil)
    bytes[116] = 1
    bytes[122] = 1
    #expect(FixedTable(bytes.span.bytes).reset == nil)
    bytes[66] = 1
    #expect(FixedTable(bytes.span.bytes).control == nil)
  }
}
