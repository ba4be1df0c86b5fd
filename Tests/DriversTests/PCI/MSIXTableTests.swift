@testable internal import Drivers
internal import Hardware
internal import Testing

@Suite struct MSIXTableTests {
  @Test func `writes an entry while it is masked`() {
    let registers = FakeRegisters()
    registers.store = { width, offset, _ in width == 32 && offset < 64 }
    var table = MSIXTable(registers, entryCount: 4)
    let message = InterruptMessage(vector: InterruptVector(rawValue: 0x31), processor: 2)
    table.set(message, entry: 3)
    #expect(
      registers.accesses == [
        .write(32, 60, 1), .write(32, 48, 0xfee0_2000), .write(32, 52, 0), .write(32, 56, 0x31),
        .write(32, 60, 0),
      ])
  }

  @Test func `traps on an entry beyond the table`() async {
    await #expect(processExitsWith: .failure) {
      var table = MSIXTable(FakeRegisters(), entryCount: 4)
      table.set(InterruptMessage(vector: InterruptVector(rawValue: 48), processor: 0), entry: 4)
    }
  }
}
