internal import Telemetry
internal import TestSupport
internal import Testing

@Suite struct RecordDecoderTests {
  /// What a decoder made of a stream.
  struct Outcome: Equatable {
    var events: [Event] = []
    var sequences: [UInt32] = []
    var statistics = RecordDecoder.Statistics()
  }

  /// Feeds a stream in pieces of a given size, then its end.
  func decode(_ stream: [UInt8], pieceByteCount: Int = 1 << 20) -> Outcome {
    var outcome = Outcome()
    var decoder = RecordDecoder()
    var start = 0
    while start < stream.count {
      let end = min(start + pieceByteCount, stream.count)
      decoder.feed(Array(stream[start..<end]).span.bytes) { record in
        outcome.events.append(record.event)
        outcome.sequences.append(record.sequence)
      }
      start = end
    }
    decoder.finish { record in
      outcome.events.append(record.event)
      outcome.sequences.append(record.sequence)
    }
    outcome.statistics = decoder.statistics
    return outcome
  }

  /// Frames of a few records, numbered from a start.
  static func frames(_ statuses: Range<UInt32>, from sequence: UInt32 = 0) -> [[UInt8]] {
    statuses.enumerated().map { index, status in
      var encoder = RecordEncoder(sink: ByteBuffer(), sequence: sequence + UInt32(index))
      encoder.send(ExitRecord(status: status, reason: "some reason"))
      return encoder.sink.bytes
    }
  }

  static func exits(_ statuses: Range<UInt32>) -> [Event] {
    statuses.map { .exit(ExitRecord(status: $0, reason: "some reason")) }
  }

  @Test(arguments: [1, 2, 3, 5, 7, 16, 31, 1000])
  func `finds the records however the stream is cut`(pieceByteCount: Int) {
    let stream = Self.frames(0..<5).flatMap { $0 }
    let outcome = decode(stream, pieceByteCount: pieceByteCount)
    #expect(outcome.events == Self.exits(0..<5))
    #expect(outcome.sequences == [0, 1, 2, 3, 4])
    #expect(outcome.statistics.recordCount == 5)
    #expect(outcome.statistics.skippedByteCount == 0)
    #expect(outcome.statistics.gapCount == 0)
  }

  @Test(arguments: [1, 4, 100]) func `finds the records between garbage`(pieceByteCount: Int) {
    let noise = Array("SUCCESS\r\n\u{f5}SL".utf8) + [0xf5, 0x53, 0x4c, 0xf5, 0xf5, 0x53]
    let frames = Self.frames(0..<3)
    let stream = noise + frames[0] + noise + noise + frames[1] + frames[2] + noise
    let outcome = decode(stream, pieceByteCount: pieceByteCount)
    #expect(outcome.events == Self.exits(0..<3))
    #expect(outcome.statistics.skippedByteCount == 4 * noise.count)
  }

  @Test func `finds a panic behind each possible cut of a record`() {
    let frames = Self.frames(0..<3)
    for cut in 1..<frames[1].count {
      let outcome = decode(frames[0] + frames[1][..<cut] + frames[2])
      #expect(outcome.events == [Self.exits(0..<1)[0], Self.exits(2..<3)[0]], "cut at \(cut)")
      #expect(outcome.statistics.skippedByteCount == cut)
      #expect(outcome.statistics.missingCount == 1)
    }
  }

  @Test func `refuses each flipped bit`() {
    let frame = Self.frames(0..<1)[0]
    for bit in 0..<frame.count * 8 {
      var flipped = frame
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      let outcome = decode(flipped)
      #expect(outcome.events.isEmpty, "bit \(bit)")
      #expect(outcome.statistics.skippedByteCount == frame.count)
    }
  }

  @Test func `counts bad checksums and oversized frames`() {
    var broken = Self.frames(0..<1)[0]
    broken[14] ^= 1
    var oversized = Self.frames(0..<1)[0]
    oversized[7] = 0x21
    let outcome = decode(broken + oversized + Self.frames(0..<1)[0])
    #expect(outcome.statistics.badChecksumCount == 1)
    #expect(outcome.statistics.oversizedCount == 1)
    #expect(outcome.statistics.recordCount == 1)
  }

  @Test func `takes the largest payload`() {
    let payload = [UInt8](repeating: 0xf5, count: RecordFrame.maximumPayloadByteCount)
    var encoder = RecordEncoder(sink: ByteBuffer())
    encoder.send(kind: RecordKind(rawValue: 200), payload: payload.span.bytes)
    let outcome = decode([0xf5] + encoder.sink.bytes, pieceByteCount: 1000)
    #expect(outcome.events == [.unknown(RecordKind(rawValue: 200))])
    #expect(outcome.statistics.skippedByteCount == 1)
  }

  @Test func `hands over kind, flags and payload as they were sent`() {
    var encoder = RecordEncoder(sink: ByteBuffer(), sequence: 77)
    encoder.send(
      kind: RecordKind(rawValue: 250), flags: .panicking, payload: ([1, 2] as [UInt8]).span.bytes)
    var decoder = RecordDecoder()
    var count = 0
    decoder.feed(encoder.sink.bytes.span.bytes) { record in
      count += 1
      #expect(record.kind == RecordKind(rawValue: 250))
      #expect(record.flags.isPanicking)
      #expect(record.sequence == 77)
      #expect(record.payload.byteCount == 2)
    }
    #expect(count == 1)
  }

  @Test func `counts what is missing by the numbers`() {
    let before = Self.frames(0..<2)
    let after = Self.frames(5..<7, from: 5)
    let outcome = decode((before + after + before).flatMap { $0 })
    #expect(outcome.statistics.gapCount == 2)
    #expect(outcome.statistics.missingCount == 3)
    #expect(outcome.statistics.recordCount == 6)
  }

  @Test func `expects a guest that boots again to count from the start`() {
    var encoder = RecordEncoder(sink: ByteBuffer())
    encoder.send(BootRecord(memoryByteCount: 1, timestampAtEntry: 2, kernelVersion: "3"))
    let stream = Self.frames(0..<3).flatMap { $0 } + encoder.sink.bytes
    #expect(decode(stream).statistics.gapCount == 0)
  }

  @Test(arguments: UInt64(0)..<40) func `never traps on random bytes`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var stream: [UInt8] = []
    for _ in 0..<400 {
      // Often the start of a frame, so that lengths, kinds and payloads are random, too.
      if Bool.random(using: &generator) { stream += [0xf5, 0x53, 0x4c, 0xfa] }
      let count = Int.random(in: 0..<60, using: &generator)
      stream += (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
    let frames = Self.frames(0..<1)
    // More zeros than a frame can hold, lest the record lies within what looks like one.
    let outcome = decode(stream + [UInt8](repeating: 0, count: 9000) + frames[0])
    #expect(outcome.events.last == Self.exits(0..<1)[0])
    #expect(
      outcome == decode(stream + [UInt8](repeating: 0, count: 9000) + frames[0], pieceByteCount: 13)
    )
  }
}
