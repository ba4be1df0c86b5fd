internal import Telemetry
internal import Testing

@testable internal import Profiler

@Suite struct OpenSpanSampleTests {
  private func bytes(_ words: [UInt64]) -> [UInt8] {
    words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }

  @Test func `reads those that have begun, by their beginning`() {
    let table = bytes([900, 0x2000, 5, 7, 0, 1, 1, 1, 500, 0x1000, 4, 0, 3])
    let spans = OpenSpan.table(table)
    #expect(spans.map(\.start) == [500, 900])
    #expect(
      spans.last == OpenSpan(start: 900, nameAddress: 0x2000, nameByteCount: 5, label: 7))
    #expect(OpenSpan.table([]).isEmpty)
    #expect(OpenSpan.table([UInt8](repeating: 1, count: 4096)).count == OpenSpan.capacity)
  }

  @Test func `lasts to the end of the recording, and says that it goes on`() {
    var block = SamplerBlock()
    block.ticksPerSecond = 1_000_000_000
    let time = GuestTime(block)
    let span = OpenSpan(start: 900, nameAddress: 0, nameByteCount: 0, label: 7)
    let sample = span.sample(named: "parse", at: 1500, time)
    #expect(sample.name == "parse (open)" && sample.kind == .span && sample.label == 7)
    #expect(sample.weight == 600 && sample.time == time.nanoseconds(at: 1500))
    // One that began after the last sample has no length yet.
    #expect(span.sample(named: "parse", at: 100, time).weight == 0)
  }
}
