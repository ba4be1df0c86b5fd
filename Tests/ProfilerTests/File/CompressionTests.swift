internal import Profiler
internal import Testing

@Suite struct CompressionTests {
  @Test func `makes gzip files`() {
    let bytes = compressed([UInt8](repeating: 7, count: 100_000))
    #expect(bytes.starts(with: [0x1f, 0x8b, 8]))
    #expect(bytes.count < 1000)
    // The last four bytes say how long the contents are.
    #expect(bytes.suffix(4) == [0xa0, 0x86, 0x01, 0x00])
    #expect(compressed([]).count > 10)
  }
}
