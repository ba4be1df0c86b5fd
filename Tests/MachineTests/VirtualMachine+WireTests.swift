internal import Frames
internal import Testing

@testable internal import Machine

@Suite struct VirtualMachineWireTests {
  private func withMachine(_ wire: MachineWire, _ body: (VirtualMachine) throws -> Void) throws {
    try TestMachine.withFolder { root in
      let folder = try RunFolder.create(in: root, test: "test")
      let machine = try VirtualMachine.start(
        TestMachine.configuration("leave"), in: folder, wire: wire)
      defer { machine.terminate() }
      try body(machine)
    }
  }

  @Test func `a machine behind a bad link starts and ends as others do`() throws {
    let record = TestWire.record()
    try withMachine(MachineWire(record: record, link: BadLink(LinkSettings(), seed: 1))) {
      machine in
      #expect(machine.changeLink(LinkSettings()))
      let events = try machine.events { $0.isExit }
      #expect(events.exit?.guestValue == 0x10)
      machine.settleRecord()
    }
    #expect(record.frameCount == 0)
  }

  @Test func `the direct way has no faults to change`() throws {
    try withMachine(MachineWire(record: TestWire.record())) { machine in
      #expect(!machine.changeLink(LinkSettings()))
      let events = try machine.events { $0.isExit }
      #expect(events.exit?.guestValue == 0x10)
    }
  }
}
