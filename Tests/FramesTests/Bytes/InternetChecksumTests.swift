internal import Testing

@testable internal import Frames

@Suite struct InternetChecksumTests {
  @Test(arguments: 0..<40) func `agrees with the sum word by word`(count: Int) {
    var numbers = Numbers(seed: UInt64(count))
    let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
    let right = Build.checksum(bytes)
    let found = bytes.withUnsafeBytes { buffer in
      var checksum = InternetChecksum()
      checksum.add(ByteView(buffer))
      return ~checksum.folded
    }
    #expect([UInt8(found >> 8), UInt8(found & 0xff)] == right)
  }

  @Test func `says what a field should hold`() {
    // The example of RFC 1071, alone and with a field that is wrong.
    #expect(InternetChecksum.expected(found: 0x1111, folded: 0xef03) == 0x220d)
    #expect(InternetChecksum.expected(found: 0x0000, folded: 0xddf2) == 0x220d)
  }
}
