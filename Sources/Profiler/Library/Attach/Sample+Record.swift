internal import Foundation
internal import Telemetry

extension Sample {
  /// Makes a sample of what a guest wrote; nil for a kind that is not shown as one.
  ///
  /// - Parameters:
  ///   - record: What the guest wrote.
  ///   - base: What addresses count from.
  ///   - time: How ticks become time.
  init?(_ record: borrowing SampleRecord, base: UInt64, time: GuestTime) {
    guard let (kind, weight) = Self.meaning(of: record, time) else { return nil }
    let addresses = (0..<record.addressCount).map { base + UInt64(record.address(at: $0)) }
    self.init(
      time: time.nanoseconds(at: record.tick), weight: weight, kind: kind,
      context: Self.context(of: record), ending: Self.ending(of: record), label: record.label,
      addresses: addresses, interruptFrameCount: record.boundary ?? 0)
    if record.hasSearched { remarks = .searched }
    if kind == .wait {
      name = WaitCause.name(record.extraWord(at: 0))
      self.context = .idle
    }
  }

  private static func meaning(
    of record: borrowing SampleRecord, _ time: GuestTime
  ) -> (SampleKind, weight: UInt64)? {
    switch record.kind {
    case .processor, .raw: return (.time, time.nanoseconds(in: record.intervalTicks))
    case .allocation where record.extraWordCount >= 3:
      return (.allocation, Self.weight(record.extraWord(at: 1), period: record.extraWord(at: 2)))
    case .wait where record.extraWordCount >= 2:
      let period = record.extraWordCount >= 3 ? record.extraWord(at: 2) : 0
      return (
        .wait, time.nanoseconds(in: Self.weight(record.extraWord(at: 1), period: period))
      )
    case .span where record.extraWordCount >= 3:
      return (.span, time.nanoseconds(in: record.extraWord(at: 0)))
    default: return nil
    }
  }

  /// What a block's bytes or a wait's ticks stand for: themselves by the probability that they were
  /// sampled.
  private static func weight(_ count: UInt64, period: UInt64) -> UInt64 {
    guard count > 0, period > 0 else { return count }
    let size = Double(count)
    // A damaged ring may say anything.
    return UInt64(exactly: (size / -expm1(-size / Double(period))).rounded()) ?? count
  }

  private static func context(of record: borrowing SampleRecord) -> SampleContext {
    switch record.context {
    case .idle: .idle
    case .interrupt: .interrupt
    case .busy: record.hasInterruptsOff ? .masked : .busy
    }
  }

  private static func ending(of record: borrowing SampleRecord) -> StackEnding {
    switch record.end {
    case .complete: .complete
    case .tooDeep: .limit
    case .badFramePointer, .unknownStack: .outsideStack
    }
  }
}
