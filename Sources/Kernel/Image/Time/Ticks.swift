internal import Core
public import Time
internal import _Concurrency

/// Instants that lie a period apart, each given when it comes.
///
///     for await _ in system.ticks(every: .seconds(10)) { report() }
///
/// They are counted from the first: a loop that is late once is not late for ever. Of several that
/// pass while the loop is busy only the latest is given. Ends when the task is cancelled.
public struct Ticks: AsyncSequence, Sendable {
  public typealias Element = MonotonicInstant
  public typealias Failure = Never

  fileprivate let first: MonotonicInstant
  fileprivate let period: UInt64

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(schedule: TickSchedule(first: first.nanoseconds, period: period))
  }

  /// Gives the instants one by one.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate var schedule: TickSchedule

    public mutating func next() async -> MonotonicInstant? {
      await Self.wait(until: schedule.take(now: currentNanoseconds()))
    }

    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Never) -> MonotonicInstant? {
      await Self.wait(until: schedule.take(now: currentNanoseconds()))
    }

    private static func wait(until time: UInt64?) async -> MonotonicInstant? {
      guard let time else { return nil }
      if time > currentNanoseconds() { await Sleeper().sleep(until: time) }
      return Task.isCancelled ? nil : MonotonicInstant(nanoseconds: time)
    }
  }
}

extension System {
  /// Instants for periodic work; the first comes after a period.
  ///
  /// - Parameter period: How far they are apart, at least a nanosecond.
  /// - Returns: The sequence, which counts from now on.
  public func ticks(every period: Duration) -> Ticks {
    precondition(period > .zero, "a period must be longer than nothing")
    return Ticks(first: .now + period, period: UInt64(period.nanosecondsRoundedUp))
  }
}
