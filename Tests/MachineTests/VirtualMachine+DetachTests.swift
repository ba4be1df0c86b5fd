internal import Foundation
internal import Frames
internal import Testing

@testable internal import Machine

@Suite struct VirtualMachineDetachTests {
  @Test func `survives its object and goes on writing its logs`() throws {
    try TestMachine.withFolder { root in
      let registry = VMRegistry(root: root)
      let folder = try start("echo", as: "echo", root: root)
      let attached = try AttachedMachine("echo", in: registry)
      #expect(registry.list().map(\.name) == ["echo"])
      #expect(attached.registration.folder == folder.path)
      #expect(attached.registration.isRunning)
      // The guest writes what its second port reads to both, the first of which nobody hears now.
      let debugger = try folder.connect(to: RunFolder.Name.debugger)
      debugger.writeAll([0x78])
      let loop = EventLoop()
      _ = loop.watch(debugger) {}
      #expect(try loop.run(until: .soon))
      #expect(debugger.readAvailable() == [0x78])
      let log = folder.file(RunFolder.Name.console)
      let expected = Data("stub: hello\nx".utf8)
      #expect(TestMachine.waitUntil { FileManager.default.contents(atPath: log) == expected })
      try attached.stop()
      #expect(registry.list().isEmpty)
      #expect(!attached.registration.isRunning)
    }
  }

  @Test func `refuses a name that is taken and keeps the machine`() throws {
    try TestMachine.withFolder { root in
      let registry = VMRegistry(root: root)
      _ = try start("halt", as: "one", root: root)
      defer { try? AttachedMachine("one", in: registry).stop() }
      let folder = try RunFolder.create(in: root, test: "second")
      let second = try VirtualMachine.start(TestMachine.configuration("halt"), in: folder)
      #expect(throws: MachineError.nameTaken("one")) { try second.detach(as: "one", in: registry) }
      #expect(try second.runState() == "running")
      second.terminate()
      #expect(registry.list().map(\.name) == ["one"])
    }
  }

  @Test func `refuses to detach a machine that has ended`() throws {
    try TestMachine.withFolder { root in
      let folder = try RunFolder.create(in: root, test: "ended")
      let machine = try VirtualMachine.start(TestMachine.configuration("leave"), in: folder)
      _ = try machine.events { $0.isExit }
      #expect(throws: MachineError.monitorClosed) {
        try machine.detach(as: "ended", in: VMRegistry(root: root))
      }
    }
  }

  @Test func `nobody listens to the link of a machine that was let go`() throws {
    try TestMachine.withFolder { root in
      let folder = try RunFolder.create(in: root, test: "deaf")
      var configuration = TestMachine.configuration("halt")
      configuration.network = MachineNetwork()
      let machine = try VirtualMachine.start(
        configuration, in: folder, wire: MachineWire(record: TestWire.record()))
      _ = try machine.events { if case .records = $0 { true } else { false } }
      let listeners = {
        // A line for each socket that hears frames, and one that names the columns.
        let text = try? String(
          contentsOfFile: "/proc/\(machine.namespace.holderPID)/net/packet", encoding: .utf8)
        return (text?.split(separator: "\n").count ?? 0) - 1
      }
      #expect(listeners() == 1)
      try machine.detach(as: "deaf", in: VMRegistry(root: root))
      defer { try? AttachedMachine("deaf", in: VMRegistry(root: root)).stop() }
      #expect(TestMachine.waitUntil { listeners() == 0 })
      #expect(try machine.runState() == "running")
    }
  }

  @Test func `another process gets both ends of a link that was carried`() throws {
    try TestMachine.withFolder { root in
      let folder = try RunFolder.create(in: root, test: "link")
      var settings = LinkSettings()
      settings.toGuest.delay = 7
      let machine = try VirtualMachine.start(
        TestMachine.configuration("halt"), in: folder,
        wire: MachineWire(link: BadLink(settings, seed: 9)))
      defer { machine.terminate() }
      #expect(machine.carriedLink == LinkCarrier.Settings(link: settings, seed: 9))
      let script =
        "[ -S /dev/fd/3 ] && [ -c /dev/fd/4 ] && echo both > ends.part && mv ends.part ends"
      try machine.handOverLink(to: ["sh", "-c", script])
      let path = folder.file("ends")
      #expect(TestMachine.waitUntil { FileManager.default.fileExists(atPath: path) })
    }
  }

  @Test func `a machine with the direct way hands nothing over`() throws {
    try TestMachine.withMachine(TestMachine.configuration("halt")) { machine in
      #expect(machine.carriedLink == nil)
      try machine.handOverLink(to: ["false"])
    }
  }

  /// Starts a machine and lets it go once it has spoken.
  private func start(_ guest: String, as name: String, root: String) throws -> RunFolder {
    let folder = try RunFolder.create(in: root, test: name)
    let machine = try VirtualMachine.start(TestMachine.configuration(guest), in: folder)
    _ = try machine.events { if case .records = $0 { true } else { false } }
    try machine.detach(as: name, in: VMRegistry(root: root))
    return folder
  }
}
