internal import Testing

@testable internal import GDBStub

@Suite struct SuspendedTaskTests {
  private let guest = Debuggee()

  private var found: [SuspendedTask] {
    guest.session.findTasks()
    let list = guest.session.tasks
    return (0..<list.count).map { list[$0] }
  }

  @Test func `reads where a task goes on`() {
    guest.addTask(7, at: 0x3000, function: 0x1100, context: 0x3200)
    #expect(found.map(\.number) == [7])
    #expect(found.map(\.function) == [0x1100])
    #expect(found.map(\.context) == [0x3200])
    #expect(found.map(\.thread) == [9])
  }

  @Test(arguments: [
    (0x20, 1), (0x21, 0), (0x21, 0x22), (0x39, 0x20), (0x40, 4), (0x60, 0), (0x61, 0x20),
  ])
  func `takes nothing else for a task`(offset: Int, value: UInt8) {
    guest.addTask(7, at: 0x3000, function: 0x1100, context: 0x3200)
    guest.machine.memory[0x2000 + offset] = value
    #expect(found.isEmpty)
  }
}
