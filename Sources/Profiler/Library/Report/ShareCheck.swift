/// What a function must take of a guest's time.
public struct ShareCheck: Equatable, Sendable {
  /// What the name of the function must match, with its module before it: `DNS.answer`.
  public var function: String
  /// The least share of busy time, in percent.
  public var least: Double
  /// The most.
  public var most: Double
  /// Whether only time in the function itself counts, and not what it called.
  public var isOwn: Bool
  /// Only time counts in spans that took so long, in nanoseconds, or in runs of tasks, as
  /// `SpanFilter` has it; nil for all of it.
  public var slower: UInt64?

  /// Makes a check.
  public init(
    function: String, least: Double = 0, most: Double = 100, isOwn: Bool = false,
    slower: UInt64? = nil
  ) {
    self.function = function
    self.least = least
    self.most = most
    self.isOwn = isOwn
    self.slower = slower
  }

  /// Checks a profile.
  ///
  /// - Parameter profile: The profile; idle time does not count.
  /// - Returns: The share in percent, and whether it is as it must be.
  /// - Throws: If the function's name is no regular expression.
  public func share(of profile: Profile) throws(ProfilerError) -> (percent: Double, holds: Bool) {
    let pattern = try NamePattern(function)
    let matches = profile.functions.map { function in
      pattern.matches("\(function.module).\(function.name)") || pattern.matches(function)
    }
    let has = profile.stacks.map { stack in
      isOwn
        ? stack.last.map { matches[profile.frames[$0].function] } ?? false
        : stack.contains { matches[profile.frames[$0].function] }
    }
    var samples = profile.samples
    if let slower {
      var filter = SpanFilter()
      filter.least = slower
      samples = filter.apply(to: profile)
    }
    var (part, whole) = (0.0, 0.0)
    for sample in samples where sample.kind == .time && sample.context != .idle {
      whole += Double(sample.weight)
      if has[sample.stack] { part += Double(sample.weight) }
    }
    let percent = whole > 0 ? part * 100 / whole : 0
    return (percent, whole > 0 && (least...max(least, most)).contains(percent))
  }
}
