internal import Telemetry
internal import Testing

@Suite struct PanicReasonTests {
  @Test func `keeps its numbers, which both sides know`() {
    #expect((UInt8(0)...255).compactMap(PanicReason.init).count == 8)
    #expect(PanicReason.trap.rawValue == 1)
    #expect(PanicReason.fatalError.rawValue == 7)
    #expect(PanicReason.heapFault.rawValue == 8)
  }

  @Test(arguments: [
    (UInt8(6), "invalid opcode"), (8, "double fault"), (14, "page fault"),
    (15, "reserved exception"), (31, "reserved exception"), (32, "interrupt"), (255, "interrupt"),
  ])
  func `names vectors`(vector: UInt8, name: String) {
    #expect("\(PanicReason.name(ofVector: vector))" == name)
  }
}
