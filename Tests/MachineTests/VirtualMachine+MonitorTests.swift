internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct VirtualMachineMonitorTests {
  /// Runs a guest until it has spoken, with what it then does.
  private func withGuest(_ name: String, _ body: (VirtualMachine) throws -> Void) throws {
    try TestMachine.withMachine(TestMachine.configuration(name)) { machine in
      _ = try machine.events { if case .records = $0 { true } else { false } }
      try body(machine)
    }
  }

  @Test func `stops and resumes the processors`() throws {
    try withGuest("spin") { machine in
      try machine.pause()
      #expect(try machine.runState() == "paused")
      try machine.resume()
      #expect(try machine.runState() == "running")
    }
  }

  @Test func `sees where a spinning processor is`() throws {
    try withGuest("spin") { machine in
      try machine.pause()
      let states = try machine.processors()
      #expect(states.map(\.index) == [0])
      #expect((0x100000..<0x101000).contains(states[0].rip))
      #expect(states[0].rsp == 0x200000)
      #expect(!states[0].isHalted && !states[0].acceptsInterrupts)
    }
  }

  @Test func `unplugs the cable and plugs it in again`() throws {
    try withGuest("spin") { machine in
      // A name that QEMU does not know would be refused.
      try machine.setLink(isUp: false)
      try machine.setLink(isUp: true)
    }
  }

  @Test func `refuses to unplug what is not there`() throws {
    var configuration = TestMachine.configuration("spin")
    configuration.network = nil
    try TestMachine.withMachine(configuration) { machine in
      #expect(throws: MachineError.self) { try machine.setLink(isUp: false) }
    }
  }

  @Test func `sees that a processor halts`() throws {
    try withGuest("halt") { machine in
      // The record precedes the halt by a few instructions: ask until the guest is there.
      let deadline = ContinuousClock.Instant.soon
      while try !machine.processors()[0].isHalted, .now < deadline {}
      #expect(try machine.processors()[0].isHalted)
    }
  }

  @Test func `sees every processor of several`() throws {
    var configuration = TestMachine.configuration("spin")
    configuration.processors = 2
    try TestMachine.withMachine(configuration) { machine in
      _ = try machine.events { if case .records = $0 { true } else { false } }
      #expect(try machine.processors().map(\.index) == [0, 1])
    }
  }

  @Test func `reads memory of a machine that triple faulted`() throws {
    try TestMachine.withMachine(TestMachine.configuration("triple-fault")) { machine in
      _ = try machine.events { $0.isMonitor("SHUTDOWN") }
      let bytes = try machine.readPhysicalMemory(at: 0x100000, count: 4096)
      #expect(bytes.count == 4096)
      #expect(bytes.prefix(16) == [4, 0, 0, 0, 4, 0, 0, 0, 18, 0, 0, 0, 0x58, 0x65, 0x6e, 0])
      #expect(String(decoding: bytes, as: UTF8.self).contains("stub: hello"))
    }
  }

  @Test func `writes an ELF core`() throws {
    try withGuest("spin") { machine in
      let path = try machine.dumpMemory()
      let core = try #require(FileManager.default.contents(atPath: path))
      #expect(core.prefix(4) == Data([0x7f, 0x45, 0x4c, 0x46]))
      #expect(core.count > 8 << 20)
    }
  }

  @Test func `passes on why a command is refused`() throws {
    try withGuest("spin") { machine in
      let error = #expect(throws: MachineError.self) { try machine.execute("no-such-command") }
      guard case .commandFailed(let command, let reason) = error else {
        Issue.record("unexpected error \(String(describing: error))")
        return
      }
      #expect(command == "no-such-command")
      #expect(reason.contains("no-such-command"))
    }
  }

  @Test func `says that QEMU has ended instead of waiting`() throws {
    try TestMachine.withMachine(TestMachine.configuration("leave")) { machine in
      _ = try machine.events { $0.isExit }
      #expect(throws: MachineError.monitorClosed) { try machine.execute("query-status") }
    }
  }

  @Test func `ends on request`() throws {
    try withGuest("spin") { machine in
      try machine.quit()
      #expect(try machine.events { $0.isExit }.exit?.status == .exited(0))
    }
  }

  @Test func `starts no processor before it may`() throws {
    var configuration = TestMachine.configuration("halt")
    configuration.startsPaused = true
    try TestMachine.withMachine(configuration) { machine in
      #expect(try machine.runState() == "prelaunch")
      try machine.resume()
      let events = try machine.events { if case .records = $0 { true } else { false } }
      #expect(events.console == "stub: hello\n")
    }
  }
}
