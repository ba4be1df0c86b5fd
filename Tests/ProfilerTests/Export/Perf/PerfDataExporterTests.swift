internal import Testing

@testable internal import Profiler

@Suite struct PerfDataExporterTests {
  private let bytes = PerfDataExporter.export(
    SampleProfiles.service,
    code: PerfDataExporter.Code(address: 0x10_0000, byteCount: 0x1000, fileOffset: 0x100))

  @Test func `begins as the format has it`() {
    var cursor = ByteCursor(bytes[...])
    #expect(cursor.take(8)?.elementsEqual("PERFILE2".utf8) == true)
    let words = (0..<8).map { _ in cursor.littleEndian(UInt64.self) }
    #expect(words.prefix(5) == [104, 128, 104, 128, 232])
    #expect(words[5] == UInt64(bytes.count - 232))
  }

  @Test func `holds a record for each sample, and each is a multiple of eight`() {
    var cursor = ByteCursor(bytes[232...])
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
}
