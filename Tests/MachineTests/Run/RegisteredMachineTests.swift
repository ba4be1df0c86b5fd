internal import Foundation
internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct RegisteredMachineTests {
  @Test func `survives being written and read`() throws {
    try TestMachine.withFolder { path in
      let identity = try #require(ProcessIdentity(pid: getpid()))
      let machine = RegisteredMachine(
        name: "dns", folder: path, qemu: identity, holder: identity, namespaces: 0x6000_0000,
        configuration: MachineConfiguration(image: "x.elf"), since: 12)
      try machine.write()
      #expect(RegisteredMachine.read(RunFolder(path: path)) == machine)
      #expect(machine.isRunning)
    }
  }

  @Test func `a machine is announced when that is wanted, and not once it has ended`() throws {
    try TestMachine.withMachine(TestMachine.configuration("leave")) { machine in
      let announce = machine.announcement(as: "net/one")
      #expect(RegisteredMachine.read(machine.folder) == nil)
      announce()
      let entry = try #require(RegisteredMachine.read(machine.folder))
      #expect(entry.name == "net/one")
      #expect(entry.qemu.pid == machine.qemu.pid)
      unlink(machine.folder.file(RunFolder.Name.machine))
      machine.terminate()
      announce()
      #expect(RegisteredMachine.read(machine.folder) == nil)
    }
  }

  @Test func `is not read from anything else`() throws {
    try TestMachine.withFolder { path in
      let folder = RunFolder(path: path)
      #expect(RegisteredMachine.read(folder) == nil)
      try "{}".write(
        toFile: folder.file(RunFolder.Name.machine), atomically: true, encoding: .utf8)
      #expect(RegisteredMachine.read(folder) == nil)
    }
  }
}
