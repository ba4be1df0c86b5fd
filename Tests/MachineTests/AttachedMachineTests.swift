internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct AttachedMachineTests {
  @Test func `finds no machine that is not there`() throws {
    try TestMachine.withFolder { root in
      #expect(throws: MachineError.noMachine("dns")) {
        _ = try AttachedMachine("dns", in: VMRegistry(root: root))
      }
    }
  }

  @Test func `runs programs in the machine's network and passes on their end`() throws {
    try TestMachine.withFolder { root in
      let registry = VMRegistry(root: root)
      let folder = try RunFolder.create(in: root, test: "attached")
      let machine = try VirtualMachine.start(TestMachine.configuration("halt"), in: folder)
      try machine.detach(as: "attached", in: registry)
      let attached = try AttachedMachine(nil, in: registry)
      defer { try? attached.stop() }
      let sees = ["grep", "-q", "tap0:", "/proc/thread-self/net/dev"]
      #expect(try attached.run(sees) == .exited(0))
      let reads = ["sh", "-c", "exit $CODE"]
      #expect(try attached.run(reads, environment: ["CODE": "9"]) == .exited(9))
      #expect(throws: MachineError.missingProgram("no-such-tool")) {
        _ = try attached.run(["no-such-tool"])
      }
    }
  }

  @Test func `finds a machine no more that ended by itself`() throws {
    try TestMachine.withFolder { root in
      let registry = VMRegistry(root: root)
      var configuration = TestMachine.configuration("leave")
      configuration.startsPaused = true
      let folder = try RunFolder.create(in: root, test: "ends")
      let machine = try VirtualMachine.start(configuration, in: folder)
      _ = try machine.runState()
      let registration = try machine.detach(as: "ends", in: registry)
      _ = machine.monitor.send("cont")
      _ = machine.qemu.reap(waiting: true)
      #expect(!registration.isRunning)
      #expect(throws: MachineError.noMachine("ends")) {
        _ = try AttachedMachine("ends", in: registry)
      }
      #expect(registry.folders().isEmpty)
    }
  }
}
