internal import TestSupport
internal import Testing
internal import Wire

@Suite struct ChecksumTests {
  /// The sum of RFC 1071 word by word, as slow as it is plain.
  static func plain(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for (offset, byte) in bytes.enumerated() {
      sum += offset % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte)
    }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    return ~UInt16(sum)
  }

  @Test func `agrees with the example of RFC 1071`() {
    let bytes: [UInt8] = [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]
    var sum = Checksum()
    sum.add(bytes.span.bytes)
    #expect(sum.value == ~0xddf2)
  }

  @Test func `agrees with the plain sum for every length`() {
    var generator = SeededGenerator(seed: 1071)
    for byteCount in 0..<300 {
      let bytes = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
      var sum = Checksum()
      sum.add(bytes.span.bytes)
      #expect(sum.value == Self.plain(bytes), "\(bytes)")
    }
  }

  @Test(arguments: [1, 7, 8, 20, 1480, 65535]) func `carries out of the top`(byteCount: Int) {
    let bytes = [UInt8](repeating: 0xff, count: byteCount)
    var sum = Checksum()
    sum.add(bytes.span.bytes)
    #expect(sum.value == Self.plain(bytes))
  }

  @Test(arguments: [0, 2, 6, 8, 14, 20]) func `does not care how a message is cut`(cut: Int) {
    let bytes = (0..<33).map { UInt8($0 &* 91 & 0xff) }
    var sum = Checksum()
    sum.add(bytes.span.bytes.extracting(0..<cut))
    sum.add(bytes.span.bytes.extracting(cut..<33))
    #expect(sum.value == Self.plain(bytes))
  }

  @Test func `adds fields in host order`() {
    var sum = Checksum()
    sum.add(UInt16(0x0001))
    sum.add(UInt32(0xf203_f4f5))
    sum.add(UInt16(0xf6f7))
    #expect(sum.value == ~0xddf2)
  }

  @Test func `is all ones over nothing`() {
    #expect(Checksum().value == 0xffff)
  }
}
