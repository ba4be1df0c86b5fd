internal import Testing

@testable internal import GDBStub

@Suite struct SessionTasksTests {
  private let guest = Debuggee()

  /// A guest with a task that waits for a continuation, and one that has not begun.
  init() {
    guest.addTask(0, at: 0x3000, function: 0x1100, context: 0x3200)
    guest.addContexts([(0x3200, 0x1100), (0x3240, 0x1200), (0x3280, 0x1300), (0x32c0, 0)])
    guest.addTask(5, at: 0x3400, function: 0x1400, context: 0x3600)
    guest.addContexts([(0x3600, 0x1500), (0x3640, 0x9999)])
    _ = guest.ask(SessionTests.greeting)
  }

  @Test func `lists tasks as threads`() {
    #expect(guest.ask("qfThreadInfo") == "m1,2,7")
    #expect(guest.ask("qsThreadInfo") == "l")
    #expect(guest.ask("T7") == "OK")
    #expect(guest.ask("T8") == "E01")
    let list = guest.ask("qXfer:threads:read::0,1000")
    #expect(list.contains("<thread id=\"7\" name=\"task 5\"/>"))
    #expect(guest.ask("qThreadExtraInfo,7") == "7461736b2035")
    #expect(guest.ask("qThreadExtraInfo,1") == "70726f636573736f72")
  }

  @Test func `lists threads and where they are with each stop, for whoever wants that`() {
    guest.session.registers[.rip] = 0x1800
    #expect(!guest.ask("?").contains("threads"))
    #expect(guest.ask("QListThreadsInStopReply") == "OK")
    let list = "threads:1,2,7;thread-pcs:1800,1100,1400;"
    #expect(guest.ask("?").hasSuffix(list))
    _ = guest.ask("s")
    guest.machine.sent = []
    _ = guest.take(Trap(vector: 1, status: 0x4000))
    #expect(Debuggee.payload(guest.machine.sent).hasSuffix(list))
    // The next debugger has other wishes.
    _ = guest.ask("D")
    _ = guest.ask(SessionTests.greeting)
    #expect(!guest.ask("?").contains("threads"))
  }

  @Test func `names threads behind a step only when asked again`() {
    _ = guest.ask("vCont;s:1;c")
    _ = guest.take(Trap(vector: 1, status: 0x4000))
    let bare = "l<threads><thread id=\"1\"/><thread id=\"2\"/><thread id=\"7\"/></threads>"
    // A document in parts is the same one.
    #expect(guest.ask("qXfer:threads:read::0,10") == "m" + bare.dropFirst().prefix(16))
    #expect(guest.ask("qXfer:threads:read::0,1000") == bare)
    #expect(guest.ask("qXfer:threads:read::0,1000").contains("id=\"2\" name=\"task 0\"/>"))
  }

  @Test func `knows few registers of a task, and changes none`() {
    #expect(guest.ask("Hg2") == "OK")
    #expect(guest.ask("p10") == "0011000000000000")
    #expect(guest.ask("p7") == "00200000007e0000")
    #expect(guest.ask("pe") == "0032000000000000")
    #expect(guest.ask("p0") == "xxxxxxxxxxxxxxxx")
    #expect(guest.ask("g").utf8.count == Register.totalByteCount * 2)
    #expect(guest.ask("P10=0000000000000000") == "E01")
    #expect(guest.ask("Hg9") == "E01")
    #expect(guest.ask("Hg0") == "OK")
    #expect(guest.ask("p0") == "0000000000000000")
  }

  @Test func `shows who waits for a task as return addresses, one byte behind`() {
    #expect(guest.ask("m7e0000002000,18") == "011200000000000001130000000000000000000000000000")
    #expect(guest.ask("m7e0000002009,2") == "1300")
    #expect(guest.ask("m7e0000007000,10") == "01150000000000000000000000000000")
    #expect(guest.ask("m7e0000003000,8") == "E0e")
  }

  @Test func `sets no breakpoint in the midst of an instruction that it showed as a caller`() {
    #expect(guest.ask("Z0,1201,1") == "OK")
    #expect(guest.ask("z0,1201,1") == "OK")
    _ = guest.ask("m7e0000002000,8")
    #expect(guest.ask("Z0,1201,1") == "E0e")
    #expect(guest.ask("Z0,1200,1") == "OK")
  }

  @Test func `knows what it showed for as long as the guest stands still`() {
    _ = guest.ask("m7e0000002000,8")
    // Others, again and again, take no more room.
    for _ in 0..<300 { _ = guest.ask("m7e0000007000,8") }
    #expect(guest.ask("Z0,1201,1") == "E0e")
    _ = guest.ask("vCont;c")
    _ = guest.exchange([3])
    #expect(guest.ask("Z0,1201,1") == "OK")
    _ = guest.ask("m7e0000002000,10")
    #expect(guest.ask("Z0,1301,1") == "E0e")
    #expect(guest.ask("D") == "OK")
    #expect(guest.ask("Z0,1301,1") == "OK")
  }

  @Test func `looks for tasks once while the guest stands still`() {
    for packet in ["qfThreadInfo", "T7", "Hg7", "g", "m7e0000002000,18"] { _ = guest.ask(packet) }
    #expect(guest.machine.searchCount == 1)
    _ = guest.ask("vCont;c")
    _ = guest.exchange([3])
    guest.machine.tasks = []
    #expect(guest.ask("qfThreadInfo") == "m1")
    #expect(guest.machine.searchCount == 2)
    // A command uses the memory of the list.
    _ = guest.ask("qRcmd,6c6f6e67")
    _ = guest.ask("qfThreadInfo")
    #expect(guest.machine.searchCount == 3)
  }

  @Test func `says how many threads there is no room for`() {
    guest.machine.tasks = []
    for index in 0..<120 as Range<UInt64> {
      guest.addTask(
        UInt32(index), at: 0x1000 + index * 0x70, function: 0x1100, context: 0x3f00)
    }
    let list = guest.ask("qXfer:threads:read::0,ffff")
    #expect(list.contains("name=\"processor, 20 more tasks\""))
    #expect(guest.ask("qfThreadInfo").split(separator: ",").count == 101)
  }

  @Test func `goes back to the processor whenever the guest stops`() {
    _ = guest.ask("Hg2")
    _ = guest.ask("vCont;c")
    _ = guest.exchange([3])
    #expect(guest.ask("p0") == "0000000000000000")
  }

  @Test func `survives contexts that lead round in a circle`() {
    guest.addContexts([(0x3640, 0x1500)])
    guest.store(0x3600, at: 0x3640)
    #expect(guest.ask("m7e0000007fc0,40").utf8.count == 128)
  }
}
