@testable internal import Core
internal import Testing

@Suite struct InterruptControllerTableTests {
  private static let header = [UInt8](repeating: 0, count: 44)

  private func read(_ entries: [UInt8]) -> InterruptControllerTable {
    InterruptControllerTable((Self.header + entries).span.bytes)
  }

  @Test func `counts processors that can run, of either kind`() {
    let usable: [UInt8] = [0, 8, 0, 0, 1, 0, 0, 0]
    let absent: [UInt8] = [0, 8, 1, 1, 0, 0, 0, 0]
    let extended: [UInt8] = [9, 16, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    #expect(read(usable + absent + extended + usable).processorCount == 3)
    #expect(read([]).processorCount == 0)
  }

  @Test func `keeps the first I/O controller`() {
    let table = read(
      [1, 12, 0, 0, 0, 0, 0xc0, 0xfe, 4, 0, 0, 0] + [1, 12, 1, 0, 0, 0x10, 0xc0, 0xfe, 24, 0, 0, 0])
    #expect(table.controllerAddress == 0xfec0_0000)
    #expect(table.firstInput == 4)
    #expect(read([]).controllerAddress == nil)
  }

  @Test func `knows where legacy interrupts are, and how they are wired`() {
    let table = read([2, 10, 0, 0, 2, 0, 0, 0, 0, 0] + [2, 10, 0, 9, 9, 0, 0, 0, 0xf, 0])
    #expect(
      table.input(ofLegacy: 0) == .init(input: 2, isLevel: false, isActiveLow: false))
    #expect(table.input(ofLegacy: 9) == .init(input: 9, isLevel: true, isActiveLow: true))
    #expect(table.input(ofLegacy: 1) == .init(input: 1, isLevel: false, isActiveLow: false))
    #expect(table.input(ofLegacy: 16) == nil)
    #expect(table.input(ofLegacy: -1) == nil)
  }

  @Test func `ignores overrides of what does not exist, and short entries`() {
    let table = read([2, 10, 0, 200, 2, 0, 0, 0, 0, 0] + [2, 4, 0, 0] + [0, 4, 1, 1] + [1, 2])
    #expect(table == read([]))
  }

  @Test(arguments: [[0, 0], [0, 1], [5, 200], [0]] as [[UInt8]])
  func `ends at an entry that is not one`(entry: [UInt8]) {
    #expect(read([0, 8, 0, 0, 1, 0, 0, 0] + entry + [0, 8]).processorCount == 1)
  }
}
