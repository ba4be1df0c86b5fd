internal import Telemetry
internal import Testing

@Suite struct CRC32CTests {
  /// Source: RFC 3720, appendix B.4; the last is the check value that catalogues give.
  static let knownAnswers: [([UInt8], UInt32)] = [
    ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
    ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43),
    ([UInt8](0..<32), 0x46dd_794e),
    (Array("123456789".utf8), 0xe306_9283),
    ([], 0),
  ]

  @Test(arguments: knownAnswers) func `gives the known answers`(bytes: [UInt8], value: UInt32) {
    var checksum = CRC32C()
    checksum.add(bytes.span.bytes)
    #expect(checksum.value == value)
  }
}
