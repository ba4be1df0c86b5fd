internal import Testing

@testable internal import GDBStub

@Suite struct StepPlanTests {
  @Test(
    arguments: [
      ([0x90], StepPlan.trap), ([0x9c], .trapAndClean), ([0x66, 0x9c], .trapAndClean),
      ([0xf4], .skip(byteCount: 1)), ([0xfb, 0xf4], .trap), ([0xcd, 0x28], .runOver(byteCount: 2)),
      ([0xf3, 0x48, 0xab], .runOver(byteCount: 3)), ([0xf3, 0xa4], .runOver(byteCount: 2)),
      ([0xab], .trap), ([0xf3, 0x90], .trap), ([0x48, 0xcf], .trap), ([], .trap), ([0xf3], .trap),
      ([0xf2, 0xae], .runOver(byteCount: 2)), ([0xcc], .trap), ([0x0f, 0x05], .systemCall),
      ([0x48, 0x0f, 0x05], .systemCall), ([0x0f], .trap), ([0x0f, 0x34], .trap),
    ] as [([UInt8], StepPlan)])
  func `knows what the trap flag does not do`(code: [UInt8], plan: StepPlan) {
    var code = code
    let found = code.withUnsafeMutableBufferPointer { bytes in
      var nothing: UInt8 = 0
      return withUnsafeMutablePointer(to: &nothing) { empty in
        StepPlan(ByteBuffer(unsafeBase: bytes.baseAddress ?? empty, count: bytes.count))
      }
    }
    #expect(found == plan)
  }
}
