internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct VirtualMachineTests {
  @Test(arguments: MachineConfiguration.Kind.allCases)
  func `hears the guest and reports its end last`(kind: MachineConfiguration.Kind) throws {
    var configuration = TestMachine.configuration("leave")
    configuration.kind = kind
    try TestMachine.withMachine(configuration) { machine in
      let events = try machine.events { $0.isExit }
      #expect(events.console == "stub: hello\n")
      #expect(events.records == [0x00, 0xff, 0x0a, 0x80, 0x7f])
      #expect(events.exit == QEMUExit(status: .exited(33), standardError: ""))
      #expect(events.exit?.guestValue == 0x10)
      #expect(events.last?.isExit == true)
      #expect(try machine.nextEvent(until: .now) == nil)
    }
  }

  @Test func `leaves the channels and the link in files`() throws {
    try TestMachine.withMachine(TestMachine.configuration("leave")) { machine in
      _ = try machine.events { $0.isExit }
      let contents = { (name: String) in
        FileManager.default.contents(atPath: machine.folder.file(name)) ?? Data()
      }
      #expect(contents(RunFolder.Name.console) == Data("stub: hello\n".utf8))
      #expect(contents(RunFolder.Name.records) == Data([0x00, 0xff, 0x0a, 0x80, 0x7f]))
      #expect(contents(RunFolder.Name.capture).prefix(4) == Data([0xd4, 0xc3, 0xb2, 0xa1]))
      #expect(contents(RunFolder.Name.conversation).contains(UInt8(ascii: "{")))
    }
  }

  @Test func `keeps a machine that triple faults to be examined`() throws {
    try TestMachine.withMachine(TestMachine.configuration("triple-fault")) { machine in
      let events = try machine.events { $0.isMonitor("SHUTDOWN") || $0.isExit }
      #expect(events.exit == nil)
      #expect(events.monitor.last?.data["reason"]?.string == "guest-reset")
      #expect(events.monitor.last?.data["guest"]?.bool == true)
      #expect(try machine.runState() == "shutdown")
    }
  }

  @Test func `reports why QEMU does not start`() throws {
    var configuration = TestMachine.configuration("leave")
    configuration.extraArguments = ["-device", "no-such-device"]
    try TestMachine.withMachine(configuration) { machine in
      let exit = try #require(try machine.events { $0.isExit }.exit)
      #expect(exit.status == .exited(1))
      #expect(exit.standardError.contains("no-such-device"))
      #expect(exit.guestValue == nil)
    }
  }

  @Test func `names a program that is missing`() throws {
    var configuration = TestMachine.configuration("leave")
    configuration.program = "qemu-system-none"
    #expect(throws: MachineError.missingProgram("qemu-system-none")) {
      try TestMachine.withMachine(configuration) { _ in }
    }
  }

  @Test func `waits until its deadline for a silent guest`() throws {
    try TestMachine.withMachine(TestMachine.configuration("silent")) { machine in
      _ = try machine.events { $0.isMonitor("RESUME") }
      let start = ContinuousClock.now
      #expect(try machine.nextEvent(until: start + .milliseconds(30)) == nil)
      #expect(ContinuousClock.now - start >= .milliseconds(30))
    }
  }

  @Test func `has no process left after it is terminated`() throws {
    try TestMachine.withMachine(TestMachine.configuration("spin")) { machine in
      let client = try machine.launch(["sh", "-c", "sleep 1000 & sleep 1000"])
      _ = try machine.events { $0.isMonitor("RESUME") }
      let pids = [machine.qemu.pid, machine.namespace.holderPID, client.child.pid]
      #expect(pids.allSatisfy { ProcessIdentity(pid: $0) != nil })
      machine.terminate()
      #expect([pids[0], pids[2]].allSatisfy { ProcessIdentity(pid: $0) == nil })
      #expect(TestMachine.waitUntil { ProcessIdentity(pid: pids[1]) == nil }, "the holder follows")
      #expect(machine.exit?.status == .signalled(9))
    }
  }
}
