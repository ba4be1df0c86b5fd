internal import Testing

@testable internal import HTTP

@Suite struct SHA1Tests {
  private func hash(_ text: String) -> String {
    var digits: [UInt8] = []
    for byte in SHA1.hash(Array(text.utf8)) { digits.append(hexadecimal: UInt64(byte), width: 2) }
    return digits.text
  }

  @Test func `hashes what the standard does`() {
    #expect(hash("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(hash("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
    #expect(
      hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
        == "84983e441c3bd26ebaae4aa1f95129e5e54670f1")
    #expect(
      hash(
        String(
          repeating: "0123456701234567012345670123456701234567012345670123456701234567", count: 10))
        == "dea356a2cddd90c7a7ecedc5ebb563934f460452")
  }
}
