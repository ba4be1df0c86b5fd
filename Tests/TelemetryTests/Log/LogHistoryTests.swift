internal import TestSupport
internal import Testing

@testable internal import Telemetry

@Suite struct LogHistoryTests {
  /// A ring that has gone round.
  private var worn: LogMemory {
    let memory = LogMemory()
    for index in 0..<100 { memory.log("line \(index)") }
    return memory
  }

  @Test func `finds nothing in an empty ring`() {
    #expect(texts(LogMemory().bytes) == [])
  }

  @Test func `leaves out what a torn entry may have overwritten`() throws {
    var bytes = worn.bytes
    let whole = try #require(texts(bytes))
    // The guest died while it wrote an entry of 100 bytes over the oldest ones.
    let end = UInt64(littleEndianBytes: bytes[16..<24])
    for offset in 0..<100 { bytes[32 + Int((end + UInt64(offset)) % 1024)] = 0xff }
    bytes.replaceSubrange(24..<32, with: (end + 100).littleEndianBytes)
    let found = try #require(texts(bytes))
    #expect(found == whole.suffix(found.count))
    #expect(found.count < whole.count && found.count > whole.count - 7)
  }

  @Test(arguments: [0, 7, 8, 12, 15]) func `refuses memory that holds something else`(offset: Int) {
    var bytes = worn.bytes
    bytes[offset] ^= 0xff
    #expect(texts(bytes) == nil)
  }

  @Test(arguments: [0, 8, 31, 32, 1055]) func `refuses a cut ring`(byteCount: Int) {
    #expect(texts(Array(worn.bytes[..<byteCount])) == nil)
  }

  @Test(arguments: 0..<200) func `survives hostile bytes`(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var bytes = worn.bytes
    for _ in 0..<Int.random(in: 1...64, using: &generator) {
      bytes[Int.random(in: 16..<bytes.count, using: &generator)] = .random(
        in: 0...255, using: &generator)
    }
    if seed % 2 == 0 {
      for index in 32..<bytes.count { bytes[index] = .random(in: 0...3, using: &generator) }
    }
    if seed % 3 == 0 { for index in 16..<32 { bytes[index] = index % 8 < 2 ? bytes[index] : 0 } }
    // What it finds does not matter; that it ends, and traps nowhere, does.
    #expect((texts(bytes) ?? []).count <= 1024 / LogEntry.overheadByteCount)
  }

  @Test(arguments: [0, 17, 200, 1024]) func `takes the last bytes only`(limit: Int) throws {
    let all = try #require(texts(worn.bytes))
    let some = try #require(texts(worn.bytes, last: limit))
    #expect(some == all.suffix(some.count))
    #expect(some.map { $0.utf8.count + 18 }.reduce(0, +) <= limit)
  }
}

extension UInt64 {
  init(littleEndianBytes bytes: some Collection<UInt8>) {
    self = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  var littleEndianBytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }
}
