internal import Telemetry
internal import Testing

@Suite struct PanicReasonTests {
  @Test func `keeps its numbers, which both sides know`() {
    #expect((UInt8(0)...255).compactMap(PanicReason.init).count == 9)
    #expect(PanicReason.trap.rawValue == 1)
    #expect(PanicReason.fatalError.rawValue == 7)
    #expect(PanicReason.heapFault.rawValue == 8)
    #expect(PanicReason.stall.rawValue == 9)
  }

  @Test(arguments: [
    (UInt8(0), "divide error"), (1, "debug"), (6, "invalid opcode"), (8, "double fault"),
    (9, "reserved exception"), (10, "invalid TSS"), (14, "page fault"), (15, "reserved exception"),
    (20, "reserved exception"), (21, "control protection"), (22, "reserved exception"),
    (31, "reserved exception"), (32, "interrupt"), (255, "interrupt"),
  ])
  func `names vectors`(vector: UInt8, name: String) {
    let bytes = PanicReason.name(ofVector: vector).copy(as: [UInt8].self)
    #expect(String(decoding: bytes, as: UTF8.self) == name)
  }
}
