internal import Telemetry

/// Reads the samples of a guest's ring as they come, and counts those that it came too late for.
struct RingReader {
  /// Position behind the last sample that was read; nil before the first look.
  private var position: UInt64?
  /// Number that the next sample should have.
  private var nextNumber: UInt32
  /// Samples that were overwritten before they were read, or were damaged.
  private(set) var lostCount: UInt64 = 0
  /// Samples that were read.
  private(set) var readCount: UInt64 = 0
  /// When the time began that the first sample stands for, in ticks; nil if there is none yet.
  private(set) var firstTick: UInt64?
  /// When the last sample was taken, in ticks.
  private(set) var lastTick: UInt64 = 0
  /// Ticks between two sessions, of which no sample tells.
  private var pausedTicks: UInt64 = 0
  /// When the last sample of the processor was taken, in ticks; nil if there is none yet.
  private var lastProcessorTick: UInt64?
  /// What each sample of the processor cost, in ticks.
  private(set) var costs: [UInt32] = []

  /// Starts with the oldest sample that is left; all that were before it are lost.
  init() { nextNumber = 0 }

  /// Starts behind the last sample that there is.
  init(behind block: SamplerBlock) {
    position = block.end
    nextNumber = UInt32(truncatingIfNeeded: block.recorded)
  }

  /// For how long there was sampling, in ticks, from the first sample to the last: a ring may hold
  /// those of several sessions.
  var sampledTicks: UInt64 {
    guard let firstTick, lastTick > firstTick else { return 0 }
    return lastTick - firstTick - min(lastTick - firstTick, pausedTicks)
  }

  /// What is to be copied out of the guest's memory next.
  func wanted(_ block: SamplerBlock) -> Range<UInt64> {
    let oldest = Self.oldest(block)
    guard let position, position >= oldest, position <= block.end else {
      return oldest..<block.end
    }
    return position..<block.end
  }

  /// Takes what was copied.
  ///
  /// - Parameters:
  ///   - snapshot: What lay in the ring.
  ///   - before: The block as it was before it was copied.
  ///   - after: The block as it was afterwards; what was overwritten meanwhile is left out.
  ///   - take: Takes each sample.
  mutating func read(
    _ snapshot: RingSnapshot, before: SamplerBlock, after: SamplerBlock,
    _ take: (borrowing SampleRecord) -> Void
  ) {
    let oldest = max(Self.oldest(after), snapshot.positions.lowerBound)
    var place = position ?? oldest
    if position == nil || place < oldest {
      place = snapshot.oldestSample(
        notBefore: oldest, lastByteCount: Int(before.lastByteCount))
    }
    while place < before.end, let bytes = snapshot.bytes(at: place) {
      let span = bytes.span.bytes
      guard let record = try? SampleRecord(span) else { break }
      note(record)
      take(record)
      place += UInt64(record.byteCount)
    }
    position = before.end
    // What is between the last sample read and the end is lost.
    let number = UInt32(truncatingIfNeeded: before.recorded)
    if number &- nextNumber < 1 << 31 { lostCount += UInt64(number &- nextNumber) }
    nextNumber = number
  }

  private mutating func note(_ record: borrowing SampleRecord) {
    let missing = record.number &- nextNumber
    if missing < 1 << 31 { lostCount += UInt64(missing) }
    nextNumber = record.number &+ 1
    readCount += 1
    let start = record.tick - min(record.tick, record.intervalTicks)
    firstTick = firstTick ?? start
    lastTick = max(lastTick, record.tick)
    guard record.kind == .processor || record.kind == .raw else { return }
    costs.append(UInt32(clamping: record.costTicks))
    // One begins where the last one was taken; one that was dropped may lie between them.
    if let last = lastProcessorTick, start > last, start - last > record.intervalTicks {
      pausedTicks &+= start - last
    }
    lastProcessorTick = max(lastProcessorTick ?? 0, record.tick)
  }

  /// The first position that nothing has overwritten.
  private static func oldest(_ block: SamplerBlock) -> UInt64 {
    // Somebody who has not said yet how much it takes may take up to all of the slack.
    let reserved = block.reserved == .max ? block.end + block.slack : block.reserved
    // Of a ring that is smaller than its slack, or lies about it, nothing may be left.
    return reserved > block.capacity ? min(reserved - block.capacity, block.end) : 0
  }
}
