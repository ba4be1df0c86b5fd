/// Finds the records in a stream of bytes, however it is cut and whatever lies between them.
///
/// What is no frame is skipped byte by byte and counted, so that a record behind garbage, or behind
/// a record that a panic cut off, is found. Holds at most one frame, 8 KiB, and nothing else.
public struct RecordDecoder: ~Copyable {
  /// What has been seen so far.
  public private(set) var statistics = Statistics()

  private var buffer = InlineArray<8208, UInt8>(repeating: 0)
  /// The bytes not yet decided on.
  private var pending = 0..<0
  /// Pending bytes with which the next decision can be made.
  private var decidableCount = RecordFrame.headerByteCount
  /// Number that the next record should have; nil before the first.
  private var expectedSequence: UInt32?

  /// Makes a decoder at the start of a stream.
  public init() {}

  /// Takes the bytes that arrived.
  ///
  /// - Parameters:
  ///   - bytes: The bytes, cut anywhere.
  ///   - receive: Called with each record that they complete.
  public mutating func feed(_ bytes: RawSpan, _ receive: (borrowing RawRecord) -> Void) {
    for index in 0..<bytes.byteCount {
      buffer[pending.upperBound] = bytes.byte(at: index)
      pending = pending.lowerBound..<pending.upperBound + 1
      if pending.count >= decidableCount { decide(receive) }
    }
  }

  /// Takes the end of the stream: what is pending is no whole frame, but may hide one.
  ///
  /// - Parameter receive: Called with each record found.
  public mutating func finish(_ receive: (borrowing RawRecord) -> Void) {
    while !pending.isEmpty {
      skip()
      decide(receive)
    }
  }

  /// Delivers and skips until more bytes are needed.
  private mutating func decide(_ receive: (borrowing RawRecord) -> Void) {
    while true {
      switch inspect() {
      case .frame(let payloadByteCount):
        deliver(payloadByteCount: payloadByteCount, receive)
      case .garbage:
        skip()
      case .incomplete(let byteCount):
        makeRoom()
        decidableCount = byteCount
        return
      }
    }
  }

  /// Says what the pending bytes begin with.
  private mutating func inspect() -> Finding {
    let synchronisation = RecordFrame.synchronisation
    for index in 0..<min(pending.count, synchronisation.count)
    where buffer[pending.lowerBound + index] != synchronisation[index] {
      return .garbage
    }
    guard pending.count >= RecordFrame.headerByteCount else {
      return .incomplete(RecordFrame.headerByteCount)
    }
    let payloadByteCount = Int(integer(at: RecordFrame.Field.payloadByteCount, byteCount: 2))
    guard payloadByteCount <= RecordFrame.maximumPayloadByteCount else {
      statistics.oversizedCount += 1
      return .garbage
    }
    let checkedCount = RecordFrame.headerByteCount + payloadByteCount
    let byteCount = checkedCount + RecordFrame.trailerByteCount
    guard pending.count >= byteCount else { return .incomplete(byteCount) }
    var checksum = CRC32C()
    for index in RecordFrame.Field.kind..<checkedCount {
      checksum.add(buffer[pending.lowerBound + index])
    }
    guard checksum.value == integer(at: checkedCount, byteCount: 4) else {
      statistics.badChecksumCount += 1
      return .garbage
    }
    return .frame(payloadByteCount: payloadByteCount)
  }

  private mutating func deliver(
    payloadByteCount: Int, _ receive: (borrowing RawRecord) -> Void
  ) {
    let kind = RecordKind(rawValue: buffer[pending.lowerBound + RecordFrame.Field.kind])
    let sequence = integer(at: RecordFrame.Field.sequence, byteCount: 4)
    note(kind: kind, sequence: sequence)
    let start = pending.lowerBound + RecordFrame.headerByteCount
    let end = start + payloadByteCount
    // Safe: bytes have no padding.
    let bytes = unsafe buffer.span.bytes
    let record = RawRecord(
      kind: kind,
      flags: RecordFlags(rawValue: buffer[pending.lowerBound + RecordFrame.Field.flags]),
      sequence: sequence, payload: bytes.extracting(start..<end))
    receive(record)
    pending = end + RecordFrame.trailerByteCount..<pending.upperBound
  }

  /// Counts a record, and the records that are missing before it.
  private mutating func note(kind: RecordKind, sequence: UInt32) {
    statistics.recordCount += 1
    if let expected = expectedSequence, sequence != expected, kind != .boot {
      statistics.gapCount += 1
      let missing = Int32(bitPattern: sequence &- expected)
      if missing > 0 { statistics.missingCount += Int(missing) }
    }
    expectedSequence = sequence &+ 1
  }

  /// Drops the first pending byte, and what follows up to a byte that may begin a frame.
  private mutating func skip() {
    guard !pending.isEmpty else { return }
    let first = RecordFrame.synchronisation[0]
    var index = pending.lowerBound + 1
    while index < pending.upperBound, buffer[index] != first { index += 1 }
    statistics.skippedByteCount += index - pending.lowerBound
    pending = index..<pending.upperBound
  }

  /// Moves the pending bytes to the start of the buffer.
  private mutating func makeRoom() {
    guard pending.lowerBound > 0 else { return }
    for index in 0..<pending.count {
      buffer[index] = buffer[pending.lowerBound + index]
    }
    pending = 0..<pending.count
  }

  /// Reads an integer of the pending bytes, lowest byte first.
  private func integer(at offset: Int, byteCount: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in (0..<byteCount).reversed() {
      value = value << 8 | UInt32(buffer[pending.lowerBound + offset + index])
    }
    return value
  }

  /// What pending bytes begin with.
  private enum Finding {
    case frame(payloadByteCount: Int)
    case garbage
    /// So many bytes must be pending to say.
    case incomplete(Int)
  }

  /// What a decoder has seen.
  public struct Statistics: Equatable, Sendable {
    /// Records delivered.
    public var recordCount = 0
    /// Bytes that belong to no record.
    public var skippedByteCount = 0
    /// Frames whose checksum was wrong.
    public var badChecksumCount = 0
    /// Frames that claim to be larger than any.
    public var oversizedCount = 0
    /// Times that a sequence number was not the one expected; a `boot` record starts anew.
    public var gapCount = 0
    /// Records that were sent, to judge by the numbers, and never arrived whole.
    public var missingCount = 0

    /// Makes statistics of an empty stream.
    public init() {}
  }
}
