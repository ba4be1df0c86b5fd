internal import Core
internal import Testing

@Suite struct RandomGeneratorTests {
  /// Draws bytes of a generator that was seeded with given bytes.
  private func bytes(_ count: Int, seed: [[UInt8]], chunk: Int = .max) -> [UInt8] {
    var generator = RandomGenerator()
    for part in seed { generator.mix(part.span.bytes) }
    var result: [UInt8] = []
    while result.count < count {
      var part = [UInt8](repeating: 0, count: min(chunk, count - result.count))
      part.withUnsafeMutableBytes { generator.fill($0) }
      result += part
    }
    return result
  }

  /// The first blocks of ChaCha20 with the zero key, without the 32 bytes that become the next key.
  ///
  /// Source: RFC 8439, appendix A.1, test vectors 1 and 2.
  @Test func `hands out the blocks without what becomes the key`() {
    let expected: [UInt8] = [
      0xda, 0x41, 0x59, 0x7c, 0x51, 0x57, 0x48, 0x8d, 0x77, 0x24, 0xe0, 0x3f, 0xb8, 0xd8, 0x4a,
      0x37, 0x6a, 0x43, 0xb8, 0xf4, 0x15, 0x18, 0xa1, 0x1c, 0xc3, 0x87, 0xb6, 0x69, 0xb2, 0xee,
      0x65, 0x86, 0x9f, 0x07, 0xe7, 0xbe,
    ]
    #expect(bytes(36, seed: []) == expected)
  }

  @Test func `gives the same bytes for the same seed, and others for another`() {
    let long = [UInt8](repeating: 7, count: 100)
    #expect(bytes(2000, seed: [long]) == bytes(2000, seed: [long]))
    #expect(bytes(32, seed: [long]) != bytes(32, seed: [Array(long.dropLast())]))
    #expect(bytes(32, seed: [[1], [2]]) != bytes(32, seed: [[2], [1]]))
    #expect(bytes(32, seed: [[]]) != bytes(32, seed: [[0]]))
    #expect(bytes(32, seed: [[0]]) != bytes(32, seed: [[0, 0]]))
  }

  @Test(arguments: [1, 7, 479, 480, 481]) func `does not depend on how it is asked`(chunk: Int) {
    #expect(bytes(3000, seed: [[1]], chunk: chunk) == bytes(3000, seed: [[1]]))
  }

  @Test func `never repeats itself across refills`() {
    var generator = RandomGenerator()
    var seen: Set<UInt64> = []
    for _ in 0..<10_000 {
      let number = generator.next()
      #expect(seen.insert(number).inserted)
    }
  }

  @Test func `has as many ones as zeros, about`() {
    var ones = 0
    for byte in bytes(100_000, seed: [[3]]) { ones += byte.nonzeroBitCount }
    // Six standard deviations of 800,000 fair coins.
    #expect(abs(ones - 400_000) < 2_700)
  }

  @Test func `is due for entropy after a mebibyte, and no more once it has some`() {
    var generator = RandomGenerator()
    for _ in 0..<RandomGenerator.reseedByteCount / 8 - 1 { _ = generator.next() }
    let before = generator.isDueForEntropy
    _ = generator.next()
    let then = generator.isDueForEntropy
    let entropy: [UInt8] = [1, 2, 3]
    generator.mix(entropy.span.bytes)
    let after = generator.isDueForEntropy
    #expect([before, then, after] == [false, true, false])
  }
}
