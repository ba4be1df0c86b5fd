internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

@Suite struct ReassemblyTests {
  static func insert(_ bytes: [UInt8], at number: SequenceNumber, _ data: inout Reassembly) -> Int {
    data.insert(bytes.span.bytes, at: number)
  }

  static func readAll(_ data: inout Reassembly) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: data.readableCount)
    var span = bytes.mutableSpan
    var raw = span.mutableBytes
    data.read(into: &raw)
    data.removeFirst(bytes.count)
    return bytes
  }

  static func ranges(_ data: borrowing Reassembly) -> [[UInt32]] {
    let blocks = data.blocks(limit: 4)
    return (0..<blocks.count).map { [blocks[$0].start.rawValue, blocks[$0].end.rawValue] }
  }

  @Test func `reports ranges, the latest first`() {
    // RFC 2018, section 4.
    var data = Reassembly(next: 100, limit: 1000)
    _ = Self.insert([1, 1], at: 110, &data)
    _ = Self.insert([1, 1], at: 120, &data)
    _ = Self.insert([1, 1], at: 130, &data)
    #expect(Self.ranges(data) == [[130, 132], [120, 122], [110, 112]])
    _ = Self.insert([1, 1], at: 112, &data)
    #expect(Self.ranges(data) == [[110, 114], [130, 132], [120, 122]])
  }

  @Test func `reports what arrived twice, once`() {
    // RFC 2883, section 4.1.
    var data = Reassembly(next: 100, limit: 1000)
    _ = Self.insert([1, 2, 3], at: 100, &data)
    #expect(Self.insert([1, 2, 3], at: 100, &data) == 0)
    #expect(Self.ranges(data) == [[100, 103]])
    data.didReport()
    #expect(Self.ranges(data).isEmpty)
  }

  @Test func `gives up no data when too many ranges lie ahead`() {
    var data = Reassembly(next: 0, limit: 10_000)
    for index in 1...100 { _ = Self.insert([7], at: SequenceNumber(UInt32(2 * index)), &data) }
    #expect(Self.insert([7, 7], at: 0, &data) == 3)
    #expect(Self.readAll(&data) == [7, 7, 7])
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func `puts any pieces together`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let start = SequenceNumber(UInt32(truncatingIfNeeded: generator.next()))
    let all = (0..<3000).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    var data = Reassembly(next: start, limit: 1000)
    var read: [UInt8] = []
    var rounds = 0
    while read.count < all.count, rounds < 100_000 {
      rounds += 1
      // A piece that begins before or behind what is expected, inside the room or beyond it.
      let from = min(max(read.count + generator.below(1200) - 100, 0), all.count)
      let end = min(from + generator.below(200), all.count)
      _ = Self.insert(Array(all[from..<end]), at: start + from, &data)
      if generator.below(4) == 0 { read += Self.readAll(&data) }
      let room = data.room
      #expect(room >= 0)
    }
    #expect(read == all)
    let hasGap = data.hasGap
    #expect(!hasGap)
  }

  @Test func `takes nothing from half the circle away`() {
    // The distance is then the least of all numbers, in both directions.
    var data = Reassembly(next: 100, limit: 1000)
    #expect(Self.insert([1, 2, 3], at: SequenceNumber(100) + (1 << 31), &data) == 0)
    #expect(data.readableCount == 0 && !data.hasGap)
  }
}
