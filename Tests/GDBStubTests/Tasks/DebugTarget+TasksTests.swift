internal import Testing

@testable internal import GDBStub

@Suite struct DebugTargetTasksTests {
  private let guest = Debuggee()

  /// A guest with two tasks in its heap.
  init() {
    guest.addTask(0, at: 0x3000, function: 0x1100, context: 0x3200)
    guest.addTask(5, at: 0x3400, function: 0x1400, context: 0x3600)
    _ = guest.ask(SessionTests.greeting)
  }

  @Test func `finds children where their parents keep them`() {
    guest.addTask(8, at: 0x3800, function: 0x1600, context: 0x3900, isChild: true)
    guest.addTask(9, at: 0x3a00, function: 0x1700, context: 0x3b00, isChild: true)
    guest.addRecords([(0x3c00, 3, 0x3000), (0x3c20, 1, 0x3800)], ofTask: 0x3000)
    guest.addRecords([(0x3c40, 1, 0x3a00)], ofTask: 0x3800)
    #expect(guest.ask("qfThreadInfo") == "m1,2,7,a,b")
  }

  @Test func `finds children of the task that runs, and not the child that does`() {
    guest.addTask(8, at: 0x3800, function: 0x1600, context: 0x3900, isChild: true)
    guest.addTask(9, at: 0x3a00, function: 0x1700, context: 0x3b00, isChild: true)
    guest.addRecords([(0x3c00, 1, 0x3800)], ofTask: 0x3000)
    guest.addRecords([(0x3c20, 1, 0x3a00)], ofTask: 0x3800)
    guest.machine.current = 0x3800
    #expect(guest.ask("qfThreadInfo") == "m1,2,7,b")
  }

  @Test func `survives records that lead round in a circle`() {
    guest.addTask(8, at: 0x3800, function: 0x1600, context: 0x3900, isChild: true)
    guest.addRecords([(0x3c00, 0, 0)], ofTask: 0x3000)
    guest.store(0x3c00, at: 0x3c08)
    guest.addRecords([(0x3c40, 1, 0x3800)], ofTask: 0x3800)
    guest.addRecords([(0x3c60, 1, 0x3800)], ofTask: 0x3400)
    #expect(guest.ask("qfThreadInfo").hasPrefix("m1,2,7,a"))
  }
}
