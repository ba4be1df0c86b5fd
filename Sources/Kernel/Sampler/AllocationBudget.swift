internal import Synchronization

/// How many bytes may still be taken until a block is sampled, and whether that holds any more.
///
/// What allocates counts a word down, and asks here for another distance when it is used up. An
/// interrupt may let all begin anew between any two instructions of that; it always wins, as what
/// allocates writes only over what it has read.
@safe
public struct AllocationBudget {
  private let word: UnsafePointer<Atomic<Int64>>
  private var clock = ByteClock(seed: 1)

  /// Takes the word, whatever stands there.
  ///
  /// - Parameter word: Eight bytes that stay, from which what allocates subtracts.
  public init(unsafeWord word: UnsafeRawPointer) {
    unsafe self.word = word.assumingMemoryBound(to: Atomic<Int64>.self)
  }

  /// Lets all begin anew at the next allocation; for interrupts.
  ///
  /// What decides on distances, must have been changed before.
  public func forget() {
    // Safe, all uses of the word: whoever made the budget vouches for it.
    let left = unsafe word.pointee.load(ordering: .relaxed)
    // Another value than any that what allocates may have read: it will not write over it.
    unsafe word.pointee.store(
      left < Self.oldest ? left &- 1 << 32 : Self.beginning, ordering: .releasing)
  }

  /// Whether all begins anew at the next allocation.
  public var isStale: Bool { unsafe word.pointee.load(ordering: .relaxed) < Self.oldest }

  /// Sets the distance to the next sample.
  ///
  /// - Parameter period: Reads the bytes between two samples, on average; 0 for none.
  /// - Returns: What it read for the last time, and whether all has begun anew: then the block that
  ///   comes now is not to be sampled, and what is known of others is of an earlier time.
  public mutating func renew(period: () -> UInt64) -> (period: UInt64, isAnew: Bool) {
    while true {
      let left = unsafe word.pointee.load(ordering: .acquiring)
      let found = period()
      let next = found > 0 ? Int64(clamping: clock.next(mean: found)) : .max
      if unsafe word.pointee.compareExchange(
        expected: left, desired: next, ordering: .acquiringAndReleasing
      ).exchanged {
        return (found, left < Self.oldest)
      }
    }
  }

  /// What stands in the word when all is to begin anew; allocations make it less.
  private static var beginning: Int64 { -1 << 62 }
  /// A budget that is used up never is as little as this.
  private static var oldest: Int64 { -1 << 61 }
}
