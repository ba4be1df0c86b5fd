internal import Foundation
internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct VMRegistryTests {
  /// Enters a machine whose processes are this one, or none that ever was.
  private func add(_ name: String, running: Bool = true, root: String) throws {
    let own = try #require(ProcessIdentity(pid: getpid()))
    let gone = ProcessIdentity(pid: own.pid, startTicks: 1, boot: own.boot)
    let folder = try RunFolder.create(in: root, test: name)
    let identity = running ? own : gone
    try VMRegistry(root: root).add(
      RegisteredMachine(
        name: name, folder: folder.path, qemu: identity, holder: identity, namespaces: 0,
        configuration: MachineConfiguration(image: "x.elf"), since: 0))
  }

  @Test func `lists what runs and forgets what does not`() throws {
    try TestMachine.withFolder { root in
      try add("b", root: root)
      try add("a", root: root)
      try add("gone", running: false, root: root)
      let registry = VMRegistry(root: root)
      #expect(registry.list().map(\.name) == ["a", "b"])
      #expect(registry.folders().count == 2)
    }
  }

  @Test func `finds by name, or the only one`() throws {
    try TestMachine.withFolder { root in
      let registry = VMRegistry(root: root)
      #expect(throws: MachineError.noMachine("a")) { try registry.find("a") }
      try add("a", root: root)
      #expect(try registry.find("a").name == "a")
      #expect(try registry.find(nil).name == "a")
      try add("b", root: root)
      #expect(throws: MachineError.noMachine("")) { try registry.find(nil) }
    }
  }

  @Test func `gives a name once while its machine runs`() throws {
    try TestMachine.withFolder { root in
      try add("a", running: false, root: root)
      try add("a", root: root)
      #expect(throws: MachineError.nameTaken("a")) { try add("a", root: root) }
    }
  }

  @Test func `leads to the run folder`() throws {
    try TestMachine.withFolder { root in
      try add("a", root: root)
      #expect(FileManager.default.fileExists(atPath: root + "/vms/a/machine.json"))
      VMRegistry(root: root).remove("a")
      #expect(!FileManager.default.fileExists(atPath: root + "/vms/a/machine.json"))
    }
  }
}
