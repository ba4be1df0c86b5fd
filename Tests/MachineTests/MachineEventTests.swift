internal import Testing

@testable internal import Machine

@Suite struct MachineEventTests {
  @Test(arguments: [(33, 0x10), (35, 0x11), (37, 0x12), (3, 1), (255, 127)])
  func `finds the guest's value in the status`(status: Int32, value: UInt8) {
    #expect(QEMUExit(status: .exited(status), standardError: "").guestValue == value)
  }

  @Test(arguments: [ProcessStatus.exited(0), .exited(1), .exited(2), .signalled(9)])
  func `finds no value where the guest wrote none`(status: ProcessStatus) {
    #expect(QEMUExit(status: status, standardError: "").guestValue == nil)
  }
}
