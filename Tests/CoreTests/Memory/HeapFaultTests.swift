internal import Telemetry
internal import Testing

@testable internal import Core

@Suite struct HeapFaultTests {
  @Test(arguments: [
    (HeapFault(.doubleFree, at: 16, byteCount: 24), "double free of a block of 24 bytes at 0x10"),
    (HeapFault(.overrun, at: 16, byteCount: 1), "heap overrun of a block of 1 bytes at 0x10"),
    (HeapFault(.underrun, at: 16), "heap underrun at 0x10"),
    (
      HeapFault(.writeAfterFree, at: 16, byteCount: 8),
      "write after free of a block of 8 bytes at 0x10"
    ),
    (HeapFault(.notAllocated, at: 16), "free of memory that is not allocated at 0x10"),
  ]) func `says what happened`(fault: HeapFault, text: String) {
    let message = String(decoding: fault.message.copy(as: [UInt8].self), as: UTF8.self)
    #expect(message == text.replacing("0x10", with: "0x0000000000000010"))
  }
}
