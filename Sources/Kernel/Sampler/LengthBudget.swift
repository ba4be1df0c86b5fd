/// Chooses which of many stretches are told of: the longer one is, the more probably.
///
/// One of length s is chosen with a probability of 1 - exp(-s / mean), whatever came before.
public struct LengthBudget: Equatable, Sendable {
  private var clock: ByteClock
  /// What may still pass until one is chosen.
  private var rest: UInt64 = 0

  /// Makes a budget.
  ///
  /// - Parameter seed: Where the random numbers begin.
  public init(seed: UInt64) {
    clock = ByteClock(seed: seed)
  }

  /// Takes a stretch off the budget.
  ///
  /// - Parameters:
  ///   - length: How long it is.
  ///   - mean: The length between two that are chosen, on average, in the same unit; 0 to choose
  ///     every one.
  /// - Returns: Whether it is chosen.
  public mutating func take(_ length: UInt64, mean: UInt64) -> Bool {
    guard mean > 0 else { return true }
    let mean = min(mean, ByteClock.longestMean)
    // The first one finds no budget yet.
    if rest == 0 { rest = clock.next(mean: mean) }
    guard rest <= length else {
      rest -= length
      return false
    }
    rest = clock.next(mean: mean)
    return true
  }
}
