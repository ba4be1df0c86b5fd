internal import Telemetry
internal import Testing

@Suite struct PanicRecordTests {
  /// A page fault with several registers set and a stack of a given depth.
  static func sample(frameCount: Int = 3) -> PanicRecord {
    var record = PanicRecord(reason: .exception, message: "write to an unmapped page")
    record.registers.rax = 0xffff_ffff_ffff_fff0
    record.registers.r15 = 15
    record.registers.rip = 0xffff_ffff_8010_0000
    record.registers.cr2 = 0xdead_0000
    record.registers.ss = 21
    record.vector = 14
    record.errorCode = 2
    for index in 0..<frameCount {
      record.frames.append(0xffff_ffff_8010_0000 + UInt64(index) * 16, isExact: index == 0)
    }
    record.nanosecondsSinceEntry = 1_234_567
    return record
  }

  @Test(arguments: [0, 1, 64, 65]) func `survives a round trip`(frameCount: Int) throws {
    let record = Self.sample(frameCount: frameCount)
    try expectRoundTrip(record, as: .panic(record))
  }

  @Test(arguments: [UInt8(0), 9, 255]) func `refuses a reason that it does not know`(reason: UInt8)
  {
    var bytes = payload(of: Self.sample())
    bytes[0] = reason
    #expect(throws: RecordError.malformed) { let _: PanicRecord = try read(bytes) }
  }

  @Test func `fits a frame at its largest`() {
    var record = Self.sample(frameCount: 65)
    record.message = InlineText<160>([UInt8](repeating: 0x61, count: 200).span.bytes)
    #expect(record.payloadByteCount == 18 + 2 + 160 + 22 * 8 + 10 + 64 * 8)
  }
}
