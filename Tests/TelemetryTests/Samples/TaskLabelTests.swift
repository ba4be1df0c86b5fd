internal import Telemetry
internal import Testing

@Suite struct TaskLabelTests {
  @Test func `tells the task and its run`() {
    let label = TaskLabel(0x8000_0007_0000_0029)
    #expect(label?.task == 41 && label?.run == 7)
    #expect(label?.withoutRun == 0x8000_0000_0000_0029)
  }

  @Test func `counts runs up to all ones`() {
    #expect(TaskLabel(.max)?.run == 0x7fff_ffff && TaskLabel(.max)?.task == .max)
    #expect(TaskLabel(1 << 63)?.run == 0 && TaskLabel(1 << 63)?.task == 0)
  }

  @Test(arguments: [0, 1, 0x7fff_ffff_ffff_ffff] as [UInt64])
  func `is none that the service has set`(label: UInt64) {
    #expect(TaskLabel(label) == nil)
  }
}
