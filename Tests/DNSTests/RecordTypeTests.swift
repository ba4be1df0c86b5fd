@testable internal import DNS
internal import Testing

@Suite struct RecordTypeTests {
  @Test(arguments: [0, 41, 128, 249, 250, 251, 252, 253, 254, 255] as [UInt16])
  func `knows types that no zone holds`(value: UInt16) {
    #expect(RecordType(rawValue: value).isMeta)
  }

  @Test(arguments: [1, 40, 42, 127, 256, 257, 12345, 65535] as [UInt16])
  func `knows types that a zone may hold`(value: UInt16) {
    #expect(!RecordType(rawValue: value).isMeta)
  }

  @Test func `compresses only what all readers know`() {
    #expect(RecordType.mx.allowsCompression)
    #expect(!RecordType.srv.allowsCompression)
  }
}
