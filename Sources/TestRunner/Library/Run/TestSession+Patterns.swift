/// Looking for regular expressions without missing a limit.
extension TestSession {
  /// Whether a regular expression matches text somewhere.
  ///
  /// - Parameters:
  ///   - pattern: The expression, which the manifest's decoder has compiled once.
  ///   - text: Where to look.
  /// - Returns: False, and there is a verdict, if that cannot be said in time.
  func finds(_ pattern: String, in text: String) -> Bool {
    firstPlace(of: pattern, in: [text]) != nil
  }

  /// The first of several texts that a regular expression matches somewhere.
  ///
  /// - Parameters:
  ///   - pattern: The expression.
  ///   - texts: Where to look.
  /// - Returns: Its index; nil if there is none, or with a verdict if that cannot be said in time.
  func firstPlace(of pattern: String, in texts: [String]) -> Int? {
    // Who has used up its time with something else has a moment for this, and for a long text
    // what reading it once takes on a busy machine.
    let byteCount = texts.reduce(0) { $0 + $1.utf8.count }
    let moment = Duration.seconds(1) + .milliseconds(byteCount >> 9)
    let limit = max(min(patternDeadline ?? totalDeadline, totalDeadline), .now + moment)
    switch PatternSearch.first(pattern, in: texts, until: limit, isStopped: isStopped) {
    case .found(let place): return place
    case .absent: return nil
    case .late:
      // What the guest has done may be right: the expression is the manifest's.
      replace(
        Verdict(
          .badManifest,
          "/\(pattern)/ takes longer than the limit: an expression that can match the same text in "
            + "many ways may take for ever"))
    case .stopped: replace(Verdict(.interrupted, "stopped by the user"))
    }
    return nil
  }

  /// The first of several lines that fit an expectation; nil also with a verdict.
  func firstPlace(of expectation: ConsoleExpectation, in lines: some Collection<String>) -> Int? {
    expectation.firstPlace(in: lines) { firstPlace(of: $0, in: $1) }
  }
}
