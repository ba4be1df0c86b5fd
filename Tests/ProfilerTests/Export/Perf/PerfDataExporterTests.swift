internal import Testing

@testable internal import Profiler

@Suite struct PerfDataExporterTests {
  private let bytes = PerfDataExporter.export(
    SampleProfiles.service,
    code: PerfDataExporter.Code(address: 0x10_0000, byteCount: 0x1000, fileOffset: 0x100))

  /// Where the records end: what follows says what the event is called.
  private var end: Int { bytes.count - 16 - (4 + 4 + 112 + 4 + 4 + 64) }

  @Test func `begins as the format has it`() {
    var cursor = ByteCursor(bytes[...])
    #expect(cursor.take(8)?.elementsEqual("PERFILE2".utf8) == true)
    let words = (0..<8).map { _ in cursor.littleEndian(UInt64.self) }
    #expect(words.prefix(5) == [104, 128, 104, 128, 232])
    #expect(words[5] == UInt64(end - 232))
    #expect(cursor.littleEndian(UInt64.self) == 1 << 12)
  }

  @Test func `holds a record for each sample, and each is a multiple of eight`() {
    var cursor = ByteCursor(bytes[232..<end])
    var types: [UInt32] = []
    while let type = cursor.littleEndian(UInt32.self), cursor.littleEndian(UInt16.self) != nil,
      let size = cursor.littleEndian(UInt16.self), cursor.take(Int(size) - 8) != nil
    {
      #expect(size % 8 == 0)
      types.append(type)
    }
    #expect(cursor.rest == 0)
    #expect(types == [3, 1] + [UInt32](repeating: 9, count: 7))
  }

  @Test func `says behind the records what is measured`() {
    var cursor = ByteCursor(bytes[end...])
    #expect(cursor.littleEndian(UInt64.self) == UInt64(end + 16))
    #expect(cursor.littleEndian(UInt64.self) == UInt64(bytes.count - end - 16))
    #expect(cursor.littleEndian(UInt32.self) == 1 && cursor.littleEndian(UInt32.self) == 112)
    #expect(cursor.take(112)?.elementsEqual(bytes[104..<216]) == true)
    #expect(cursor.littleEndian(UInt32.self) == 0 && cursor.littleEndian(UInt32.self) == 64)
    let name = (cursor.take(64) ?? []).prefix { $0 != 0 }
    #expect(String(decoding: name, as: UTF8.self) == "cpu-clock")
    #expect(cursor.rest == 0)
  }

  @Test func `leaves out no sample whose stack is marks alone`() {
    let profile = SampleProfiles.profile([("[truncated: deep]", [10, 20])])
    let code = PerfDataExporter.Code(address: 0, byteCount: 0, fileOffset: 0)
    let empty = PerfDataExporter.export(Profile(header: SampleProfiles.header), code: code)
    // Header, address, process, time, processor, weight, and a chain of its mark.
    #expect(PerfDataExporter.export(profile, code: code).count == empty.count + 2 * 64)
  }
}
