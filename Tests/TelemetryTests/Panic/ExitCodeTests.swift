internal import Telemetry
internal import Testing

@Suite struct ExitCodeTests {
  @Test(arguments: [(ExitCode.clean, Int32(33)), (.panic, 35), (.panicWhilePanicking, 37)])
  func `maps to QEMU's status and back`(code: ExitCode, status: Int32) {
    #expect(code.qemuStatus == status)
    #expect(ExitCode(qemuStatus: status) == code)
  }

  @Test(arguments: [Int32(0), 1, 2, 32, 34, 36, 39, 127, 255, -33, .min, .max])
  func `takes no other status for a guest's code`(status: Int32) {
    #expect(ExitCode(qemuStatus: status) == nil)
  }
}
