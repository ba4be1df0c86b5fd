internal import Telemetry
internal import Testing

@testable internal import Profiler

@Suite struct SampleFromRecordTests {
  private let time: GuestTime = {
    var block = SamplerBlock()
    block.ticksPerSecond = 1_000_000_000
    return GuestTime(block)
  }()

  /// A record with a tick of 500, an interval of 320, label 9, and three addresses.
  private func sample(
    kind: Telemetry.SampleKind, context: UInt8 = 0, end: StackEnd = .complete, boundary: Int = 0,
    extra: [UInt64] = []
  ) -> Sample? {
    let size = SampleLayout.byteCount(addressCount: 3, extraWordCount: extra.count)
    var words = [UInt64](repeating: 0, count: size / 8)
    words[0] = SampleLayout.head(
      byteCount: size, kind: kind, addressCount: 3, context: context, end: end,
      boundary: boundary)
    words[1] = 20 << 32
    words[2] = 500
    words[3] = 9
    words[5] = 0x100 << 32
    words[6] = 0x300 << 32 | 0x200
    for (index, word) in extra.enumerated() { words[words.count - extra.count + index] = word }
    let bytes = words.flatMap { word in withUnsafeBytes(of: word) { Array($0) } }
    let span = bytes.span.bytes
    guard let record = try? SampleRecord(span) else { return nil }
    return Sample(record, base: 0x10_0000, time: time)
  }

  @Test func `a sample of the processor counts as its time`() throws {
    let sample = try #require(self.sample(kind: .processor))
    #expect(sample.time == 500 && sample.weight == 320 && sample.kind == .time)
    #expect(sample.addresses == [0x10_0100, 0x10_0200, 0x10_0300] && sample.label == 9)
    #expect(sample.context == .busy && sample.ending == .complete)
  }

  @Test func `contexts are told apart`() {
    #expect(sample(kind: .processor, context: 1)?.context == .idle)
    #expect(sample(kind: .processor, context: 0x20)?.context == .masked)
    let handler = sample(kind: .processor, context: 0x22, boundary: 1)
    #expect(handler?.context == .interrupt && handler?.interruptFrameCount == 1)
  }

  @Test func `stacks that are not whole say so`() {
    #expect(sample(kind: .processor, end: .tooDeep)?.ending == .limit)
    #expect(sample(kind: .processor, end: .badFramePointer)?.ending == .outsideStack)
    #expect(sample(kind: .processor, context: 0x40)?.remarks == .searched)
    #expect(sample(kind: .processor)?.remarks == [])
  }

  @Test func `allocations count as the bytes that they stand for, waits as their time`() {
    // A small block stands for as many bytes as lie between two samples, a large one for itself.
    #expect(sample(kind: .allocation, extra: [1, 64, 4096])?.weight == 4128)
    #expect(sample(kind: .allocation, extra: [1, 1 << 20, 4096])?.weight == 1 << 20)
    #expect(sample(kind: .allocation, extra: [1, 64, 0])?.weight == 64)
    #expect(sample(kind: .allocation, extra: [1, .max, 4096])?.weight == .max, "a damaged ring")
    let wait = sample(kind: .wait, extra: [2, 700])
    #expect(wait?.kind == .wait && wait?.weight == 700 && wait?.name == "wait: timer")
    #expect(wait?.context == .idle)
    // Of waits that are short against the period only some are told, each for others, too.
    #expect(sample(kind: .wait, extra: [2, 64, 4096])?.weight == 4128)
    #expect(sample(kind: .span, extra: [900, 0, 0])?.weight == 900)
  }

  @Test func `what is unknown or cut is left out`() {
    #expect(sample(kind: Telemetry.SampleKind(rawValue: 200)) == nil)
    #expect(sample(kind: .allocation, extra: [1]) == nil)
  }
}
