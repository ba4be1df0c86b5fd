internal import Telemetry
internal import TestSupport
internal import Testing

@Suite struct EventTests {
  @Test func `passes on a kind that it does not know`() {
    let kind = RecordKind(rawValue: 99)
    #expect(Event(kind: kind, payload: ([1] as [UInt8]).span.bytes) == .unknown(kind))
  }

  @Test func `says what is wrong with a payload`() {
    #expect(
      Event(kind: .ready, payload: ([1] as [UInt8]).span.bytes) == .malformed(.ready, .truncated))
    #expect(
      Event(kind: .panic, payload: ([0] as [UInt8]).span.bytes) == .malformed(.panic, .malformed))
  }

  @Test(arguments: UInt8(0)...9) func `never traps on random payloads`(kind: UInt8) {
    var generator = SeededGenerator(seed: UInt64(kind))
    for _ in 0..<500 {
      var bytes = (0..<Int.random(in: 0..<1200, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      // Small first bytes, so that more than the first field is read.
      for index in 0..<min(2, bytes.count) { bytes[index] &= 3 }
      _ = Event(kind: RecordKind(rawValue: kind), payload: bytes.span.bytes)
    }
  }
}
