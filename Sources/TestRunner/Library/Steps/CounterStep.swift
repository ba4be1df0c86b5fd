/// A number that the kernel keeps must be in a range.
public struct CounterStep: Equatable, Sendable {
  public var name: String
  public var range: ClosedRange<UInt64>
  /// Whether the number's growth since the service was ready is meant, not its value.
  public var sinceReady = false

  public init(name: String, range: ClosedRange<UInt64>, sinceReady: Bool = false) {
    self.name = name
    self.range = range
    self.sinceReady = sinceReady
  }

  /// Whether the counter is one that every kernel has: the others cost more to read.
  var isOwn: Bool { GuestCounters.isOwn(name) }

  /// Judges a number.
  ///
  /// - Parameters:
  ///   - value: The number as it is.
  ///   - base: What it was when its growth began.
  /// - Returns: Whether its growth is in the range.
  func judge(_ value: UInt64, since base: UInt64) -> StepOutcome {
    guard value >= base else { return .failed("it is \(base - value) less than it was") }
    let growth = value - base
    return range.contains(growth) ? .passed("\(growth)") : .failed("it is \(growth)")
  }

  var title: String { "counter \(name) \(rangeText)" }

  /// The range in words.
  var rangeText: String {
    if range.lowerBound == range.upperBound { return "is \(range.lowerBound)" }
    if range.upperBound == .max { return "is at least \(range.lowerBound)" }
    if range.lowerBound == 0 { return "is at most \(range.upperBound)" }
    return "is \(range.lowerBound) to \(range.upperBound)"
  }
}
