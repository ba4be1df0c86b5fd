internal import Testing

@testable internal import Profiler

@Suite struct ProtobufWriterTests {
  @Test func `writes fields as the encoding has them`() {
    var writer = ProtobufWriter()
    writer.add(1, 150)
    writer.add(2, 0)
    writer.add(2, Array("testing".utf8))
    writer.add(4, packed: [3, 270, 86942])
    writer.add(3) { $0.add(1, 150) }
    // Source: Protocol Buffers, Encoding: the examples there.
    #expect(
      writer.bytes == [
        0x08, 0x96, 0x01, 0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67, 0x22, 0x06, 0x03,
        0x8e, 0x02, 0x9e, 0xa7, 0x05, 0x1a, 0x03, 0x08, 0x96, 0x01,
      ])
  }
}
