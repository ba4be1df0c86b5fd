internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

@Suite struct ByteRingTests {
  static func append(_ bytes: [UInt8], to ring: inout ByteRing) -> Int {
    ring.append(bytes.span.bytes)
  }

  static func read(_ ring: borrowing ByteRing, at offset: Int, _ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var span = bytes.mutableSpan
    var raw = span.mutableBytes
    ring.read(at: offset, into: &raw)
    return bytes
  }

  @Test func `takes no more than its limit`() {
    var ring = ByteRing(limit: 5)
    #expect(Self.append([1, 2, 3], to: &ring) == 3)
    #expect(Self.append([4, 5, 6], to: &ring) == 2)
    let room = ring.room
    #expect(room == 0)
    #expect(Self.read(ring, at: 0, 5) == [1, 2, 3, 4, 5])
  }

  @Test func `takes bytes ahead of its end`() {
    var ring = ByteRing(limit: 100)
    _ = Self.append([1], to: &ring)
    let (second, rest): ([UInt8], [UInt8]) = ([2], [3, 4])
    ring.write(rest.span.bytes, at: 2)
    ring.write(second.span.bytes, at: 1)
    ring.extend(by: 3)
    #expect(Self.read(ring, at: 0, 4) == [1, 2, 3, 4])
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `is a queue, whatever wraps and grows`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var ring = ByteRing(limit: 20_000)
    var model: [UInt8] = []
    for _ in 0..<300 {
      let bytes = generator.bytes(upTo: 900)
      model += bytes.prefix(Self.append(bytes, to: &ring))
      let count = generator.below(model.count + 1)
      #expect(Self.read(ring, at: model.count - count, count) == model.suffix(count))
      let first = ring.withFirst { span in
        (0..<span.byteCount).map { span.bigEndian(at: $0, as: UInt8.self) }
      }
      #expect(first == Array(model.prefix(first.count)))
      #expect(first.isEmpty == model.isEmpty)
      let taken = generator.below(model.count + 1)
      ring.removeFirst(taken)
      model.removeFirst(taken)
      if model.isEmpty { ring.releaseMemory() }
    }
  }

  @Test func `becomes no larger than there is memory for`() {
    #expect(ByteRing.capacity(for: 50_000, from: 0, longestPiece: 1 << 20) == 65_536)
    #expect(ByteRing.capacity(for: 50_000, from: 0, longestPiece: 20_000) == 8192)
    #expect(ByteRing.capacity(for: 5000, from: 4096, longestPiece: 16_384) == 8192)
    #expect(ByteRing.capacity(for: 5000, from: 4096, longestPiece: 16_383) == 4096)
    #expect(ByteRing.capacity(for: 100_000, from: 65_536, longestPiece: 0) == 65_536)
    #expect(ByteRing.capacity(for: 4097, from: 0, longestPiece: 0) == 4096)
  }

  @Test func `has room again as soon as there is memory for it`() {
    var ring = ByteRing(limit: 20_000)
    ring.lowerLimit(to: 4096)
    #expect(Self.append([UInt8](repeating: 1, count: 10_000), to: &ring) == 4096)
    ring.raiseLimit()
    #expect(Self.append([UInt8](repeating: 1, count: 10_000), to: &ring) == 4096)
    for _ in 0..<3 { ring.raiseLimit() }
    let limit = ring.limit
    #expect(limit == 20_000)
    ring.lowerLimit(to: 8192)
    ring.removeFirst(8192)
    ring.releaseMemory()
    let fresh = ring.room
    #expect(fresh == 20_000)
  }
}
