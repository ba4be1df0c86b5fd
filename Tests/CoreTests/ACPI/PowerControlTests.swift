internal import Core
internal import Hardware
internal import Testing

/// Ports of a machine: the writes are what counts.
private final class Fake: Ports {
  struct Write: Equatable {
    var port: UInt16
    var value: UInt16

    init(_ port: UInt16, _ value: UInt16) { (self.port, self.value) = (port, value) }
  }

  var values: [UInt16: UInt16] = [:]
  private(set) var writes: [Write] = []
  var stores: [UInt64: UInt8] = [:]
  var obeysEnabling = true
  /// Milliseconds.
  private(set) var waited = 0

  func read8(from port: UInt16) -> UInt8 { UInt8(truncatingIfNeeded: values[port] ?? 0xff) }
  func read16(from port: UInt16) -> UInt16 { values[port] ?? 0xffff }
  func read32(from port: UInt16) -> UInt32 { 0xffff_ffff }
  func write32(_ value: UInt32, to port: UInt16) { Issue.record("no port is 32 bits wide") }
  func write8(_ value: UInt8, to port: UInt16) { write16(UInt16(value), to: port) }

  func write16(_ value: UInt16, to port: UInt16) {
    writes.append(Write(port, value))
    if port == 0xb2, value == 0xf1, obeysEnabling { values[0x604] = 1 }
  }

  func control() -> PowerControl<Fake> {
    PowerControl(
      self, store: { [unowned self] address, value in stores[address] = value },
      wait: { [unowned self] milliseconds in waited += milliseconds })
  }
}

@Suite struct PowerControlTests {
  private static func table(_ machine: String) throws -> (FixedTable, SleepType) {
    let memory = try FakePhysicalMemory(machine)
    let tables = try #require(SystemTables(in: memory))
    return (try #require(tables.fixed), try #require(tables.offState))
  }

  @Test func `asks for power management, then switches off`() throws {
    let fake = Fake()
    fake.values[0x604] = 0
    let (table, _) = try Self.table("pc-qboot")
    var control = fake.control()
    control.turnOff(table, SleepType(control: 5, secondControl: 0))
    #expect(fake.writes == [.init(0xb2, 0xf1), .init(0x604, 0x3401)])
    #expect(fake.waited == 1000)
  }

  @Test func `does not ask for what it has, and keeps the other bits`() throws {
    let fake = Fake()
    fake.values[0x604] = 0x1c03
    let (table, state) = try Self.table("pc-qboot")
    var control = fake.control()
    control.turnOff(table, state)
    #expect(fake.writes == [.init(0x604, 0x2003)])
  }

  @Test func `switches off even if the firmware does not answer`() throws {
    let fake = Fake()
    fake.values[0x604] = 0
    fake.obeysEnabling = false
    let (table, state) = try Self.table("pc-qboot")
    var control = fake.control()
    control.turnOff(table, state)
    #expect(fake.writes == [.init(0xb2, 0xf1), .init(0x604, 0x2000)])
    #expect(fake.waited == 1300)
  }

  @Test func `knows machines with reduced hardware`() throws {
    let fake = Fake()
    let (table, state) = try Self.table("microvm-qboot")
    var control = fake.control()
    control.turnOff(table, state)
    #expect(fake.stores == [0xfea0_0200: 0x34])
    control.reset(table)
    #expect(fake.stores == [0xfea0_0200: 0x34, 0xfea0_0202: 0x42])
    #expect(fake.writes.isEmpty)
  }

  @Test func `resets by the table's register if it has one`() throws {
    let fake = Fake()
    var control = fake.control()
    control.reset(try Self.table("q35-qboot").0)
    #expect(fake.writes == [.init(0xcf9, 0xf)])
    control.reset(try Self.table("pc-qboot").0)
    #expect(fake.writes.count == 1)
  }

  @Test(arguments: [0x14, 0x16] as [UInt16])
  func `resets by the chip set, then by the keyboard controller, ready or not`(status: UInt16) {
    let fake = Fake()
    fake.values = [0xcf9: 0, 0x64: status]
    var control = fake.control()
    control.reset()
    #expect(fake.writes == [.init(0xcf9, 2), .init(0xcf9, 6), .init(0x64, 0xfe)])
    #expect(fake.waited == (status == 0x14 ? 2000 : 2300))
  }

  @Test func `passes over what a machine does not have`() {
    let fake = Fake()
    var control = fake.control()
    control.reset()
    #expect(fake.writes.isEmpty)
    #expect(fake.waited == 0)
  }
}
