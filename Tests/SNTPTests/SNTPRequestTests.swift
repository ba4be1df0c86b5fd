internal import Net
internal import SNTP
internal import TestSupport
internal import Testing

/// An answer of a server, field by field.
struct Answer {
  var first: UInt8 = 0x24
  var stratum: UInt8 = 2
  var rootDelay: UInt32 = 0x0000_0100
  var rootDispersion: UInt32 = 0x0000_0200
  var reference: UInt32 = 0x7f7f_0101
  var originate: UInt64
  var receive: UInt64 = 0xee00_0000_0000_0000
  var transmit: UInt64 = 0xee00_0000_0000_0000

  init(_ question: [UInt8]) {
    originate = question[40..<48].reduce(0) { $0 << 8 | UInt64($1) }
  }

  var bytes: [UInt8] {
    var bytes: [UInt8] = [first, stratum, 6, 0xe8]
    func append(_ value: some FixedWidthInteger) {
      for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    append(rootDelay)
    append(rootDispersion)
    append(reference)
    append(UInt64(0xedff_ffff_0000_0000))
    append(originate)
    append(receive)
    append(transmit)
    return bytes
  }
}

@Suite struct SNTPRequestTests {
  static let request = SNTPRequest(number: 0x0123_4567_89ab_cdef, at: at(1000))

  static func at(_ milliseconds: UInt64) -> Instant {
    Instant(nanoseconds: milliseconds * 1_000_000)
  }

  static func read(
    at milliseconds: UInt64 = 1040, _ change: (inout Answer) -> Void
  ) throws -> SNTPReading? {
    var answer = Answer(request.bytes)
    change(&answer)
    return try request.read(answer.bytes.span.bytes, at: at(milliseconds))
  }

  @Test func `asks as a client of version 4, and tells nothing else`() {
    #expect(Self.request.bytes.count == 48)
    #expect(Self.request.bytes.prefix(1) == [0x23])
    #expect(Self.request.bytes[1..<40].allSatisfy { $0 == 0 })
    #expect(SNTPRequest(number: 0, at: Self.at(0)).bytes[47] == 1)
  }

  @Test func `takes half of the way from the time it took`() throws {
    // The server works for 10 of 40 ms; 30 are the way, and 15 of them the way back.
    let reading = try #require(
      try Self.read { $0.transmit += 10 << 32 / 1000 })
    #expect(reading.delay == 30_000_000 || abs(reading.delay - 30_000_000) < 10)
    let late = reading.time.nanoseconds(since: NTPTimestamp(rawValue: 0xee00_0000_0000_0000))
    #expect(abs(late - 25_000_000) < 10)
    // Half of 1/256 s, and 2/256 s.
    #expect(reading.error == reading.delay / 2 + 1_953_125 + 7_812_500)
    #expect(reading.stratum == 2 && reading.arrival == Self.at(1040))
  }

  @Test func `passes over what does not answer the question`() throws {
    #expect(try Self.read { $0.originate += 1 } == nil)
    #expect(try Self.read { $0.originate = 0 } == nil)
  }

  @Test func `refuses what cannot be so`() throws {
    #expect(throws: SNTPError.malformed) { try Self.read { $0.first = 0x23 } }
    #expect(throws: SNTPError.malformed) { try Self.read { $0.first = 0x04 } }
    #expect(throws: SNTPError.malformed) { try Self.read { $0.first = 0x3c } }
    #expect(throws: SNTPError.notSynchronized) { try Self.read { $0.first = 0xe4 } }
    #expect(throws: SNTPError.notSynchronized) { try Self.read { $0.stratum = 16 } }
    #expect(throws: SNTPError.notSynchronized) { try Self.read { $0.rootDispersion = 16 << 16 } }
    #expect(throws: SNTPError.implausible) { try Self.read { $0.transmit = 0 } }
    #expect(throws: SNTPError.implausible) { try Self.read { $0.transmit -= 1 << 32 } }
    #expect(throws: SNTPError.implausible) { try Self.read { $0.transmit += 1 << 32 } }
    #expect(throws: SNTPError.refused(0x4445_4e59)) {
      try Self.read {
        $0.stratum = 0
        $0.reference = 0x4445_4e59
      }
    }
  }

  @Test(arguments: 0..<48) func `refuses a cut answer`(count: Int) {
    let bytes = Array(Answer(Self.request.bytes).bytes.prefix(count))
    #expect(throws: SNTPError.malformed) {
      try Self.request.read(bytes.span.bytes, at: Self.at(1040))
    }
  }

  @Test func `survives any answer`() {
    var generator = SeededGenerator(seed: 4330)
    for _ in 0..<20_000 {
      var bytes = Answer(Self.request.bytes).bytes
      for _ in 0..<generator.below(8) {
        bytes[generator.below(48)] = UInt8(truncatingIfNeeded: generator.next())
      }
      let reading = try? Self.request.read(bytes.span.bytes, at: Self.at(generator.next() % 9999))
      #expect(reading?.delay ?? 0 >= 0)
    }
  }
}
