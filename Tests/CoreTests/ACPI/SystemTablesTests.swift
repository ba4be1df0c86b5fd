@testable internal import Core
internal import Hardware
internal import TestSupport
internal import Testing

/// What the tables of a machine say, as QEMU's sources and `-d` of its monitor have it.
private struct Known: CustomTestStringConvertible {
  var name: String
  var processors = 1
  var control: RegisterPlace? = .port(0x604)
  var sleepControl: RegisterPlace?
  var reset: RegisterPlace? = .port(0xcf9)
  var resetValue: UInt8 = 0xf
  var enabling: FixedTable.Enabling? = .init(port: 0xb2, command: 2)
  var off = SleepType(control: 0, secondControl: 0)
  var eventTimer: UInt64? = 0xfed0_0000
  var timerInput: UInt32 = 2

  var testDescription: String { name }

  static let all = [
    pc("pc-qboot"), pc("pc-seabios"), Known(name: "q35-qboot"),
    Known(name: "q35-seabios", processors: 4, eventTimer: nil), micro("microvm-qboot"),
    Known(name: "q35-ovmf"),
  ]

  /// The older machine: a table of version 1, which knows no reset.
  static func pc(_ name: String) -> Known {
    Known(
      name: name, reset: nil, resetValue: 0, enabling: .init(port: 0xb2, command: 0xf1))
  }

  /// The machine with reduced hardware.
  static func micro(_ name: String) -> Known {
    Known(
      name: name, control: nil, sleepControl: .memory(0xfea0_0200), reset: .memory(0xfea0_0202),
      resetValue: 0x42, enabling: nil, off: SleepType(control: 5, secondControl: 0),
      eventTimer: nil, timerInput: 0)
  }
}

@Suite struct SystemTablesTests {
  @Test(arguments: Known.all) private func `reads what a machine has`(known: Known) throws {
    let memory = try FakePhysicalMemory(known.name)
    let tables = try #require(SystemTables(in: memory, rootPointerAt: memory.starts[0]))
    let fixed = try #require(tables.fixed)
    #expect(fixed.control == known.control)
    #expect(fixed.secondControl == nil)
    #expect(fixed.sleepControl == known.sleepControl)
    #expect(fixed.reset == known.reset)
    #expect(fixed.resetValue == known.resetValue)
    #expect(fixed.enabling == known.enabling)
    #expect(tables.offState == known.off)
    #expect(tables.eventTimerAddress == known.eventTimer)
    let controllers = try #require(tables.interruptControllers)
    #expect(controllers.processorCount == known.processors)
    #expect(controllers.controllerAddress == 0xfec0_0000)
    #expect(controllers.firstInput == 0)
    #expect(controllers.input(ofLegacy: 0)?.input == known.timerInput)
    #expect(controllers.input(ofLegacy: 4)?.input == 4)
  }

  @Test func `finds the root pointer by itself where a BIOS left it`() throws {
    let memory = try FakePhysicalMemory("q35-seabios")
    #expect(SystemTables(in: memory)?.offState != nil)
    // What the boot loader says may be wrong.
    #expect(SystemTables(in: memory, rootPointerAt: 0x1234)?.offState != nil)
    #expect(SystemTables(in: memory, rootPointerAt: .max)?.offState != nil)
    #expect(SystemTables(in: FakePhysicalMemory(), rootPointerAt: .max) == nil)
  }

  @Test func `believes no table with a wrong sum`() throws {
    var memory = try FakePhysicalMemory("q35-qboot")
    for region in 1..<memory.starts.count { memory[region: region][30] ^= 1 }
    let tables = try #require(SystemTables(in: memory))
    #expect(tables.fixed == nil)
    #expect(tables.offState == nil)
    #expect(tables.interruptControllers == nil)
    #expect(tables.eventTimerAddress == nil)
  }

  @Test(arguments: [0, 35, 36, 37, 1 << 20, 1 << 21, 0xffff_ffff] as [UInt32])
  func `survives a length that is not so`(length: UInt32) throws {
    var memory = try FakePhysicalMemory("q35-qboot")
    for region in 1..<memory.starts.count {
      var bytes = memory[region: region]
      for index in 0..<4 { bytes[4 + index] = UInt8(truncatingIfNeeded: length >> (8 * index)) }
      bytes[9] = bytes[9] &- bytes.prefix(Int(clamping: length)).reduce(0, &+)
      memory[region: region] = bytes
    }
    let tables = try #require(SystemTables(in: memory))
    #expect(tables.fixed == nil)
  }

  @Test func `survives a list that names itself`() throws {
    var memory = try FakePhysicalMemory("q35-qboot")
    var list = memory[region: 1]
    for offset in stride(from: 36, to: list.count, by: 4) {
      for index in 0..<4 {
        list[offset + index] = UInt8(truncatingIfNeeded: memory.starts[1] >> UInt64(8 * index))
      }
    }
    list[9] = list[9] &- list.reduce(0, &+)
    memory[region: 1] = list
    let tables = try #require(SystemTables(in: memory))
    #expect(tables.fixed == nil)
  }

  @Test(arguments: 0..<300) func `survives damage with the sums made right`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let machine = try #require(Known.all.randomElement(using: &random))
    var memory = try FakePhysicalMemory(machine.name)
    for region in 1..<memory.starts.count {
      var bytes = memory[region: region]
      for _ in 0..<random.below(20) {
        bytes[4 + random.below(bytes.count - 4)] = UInt8(truncatingIfNeeded: random.next())
      }
      bytes[9] = bytes[9] &- bytes.reduce(0, &+)
      memory[region: region] = bytes
    }
    guard let tables = SystemTables(in: memory, rootPointerAt: memory.starts[0]) else { return }
    _ = (tables.fixed, tables.offState, tables.interruptControllers, tables.eventTimerAddress)
  }

  @Test func `survives random bytes everywhere`() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let bytes = random.bytes(upTo: 400)
      _ = RootPointer(bytes.span.bytes)
      _ = FixedTable(bytes.span.bytes)
      _ = InterruptControllerTable(bytes.span.bytes)
      _ = EventTimerTable.address(bytes.span.bytes)
      _ = SleepType(in: bytes.span.bytes)
    }
  }
}
