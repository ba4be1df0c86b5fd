/// What a test came to, and why.
public struct Verdict: Codable, Equatable, Sendable {
  public var kind: VerdictKind
  /// One line, a fragment without a capital.
  public var reason: String
  /// Further lines for people: a backtrace, registers, what a client printed.
  public var details: [String]
  /// Names of the functions in the backtrace, innermost first; empty if there is none.
  public var functions: [String] = []
  /// Files and lines of the backtrace, `path:line`, innermost first; empty if there is none.
  public var places: [String] = []
  /// The last lines of the guest's log, as far as they could be had.
  public var log: [String] = []

  public init(_ kind: VerdictKind, _ reason: String, details: [String] = []) {
    self.kind = kind
    self.reason = reason
    self.details = details
  }

  /// What this verdict means for a test that expects a certain one.
  ///
  /// Faults that say nothing about the guest are never what a test expects, unless it names them.
  public func judged(against expected: ExpectedVerdict) -> Verdict {
    if [.interrupted, .internalError, .leftOut].contains(kind) { return self }
    guard kind == expected.kind else {
      if expected.kind == .passed { return self }
      return mismatch("expected \(expected.kind.rawValue), got \(kind.rawValue): \(reason)")
    }
    if let message = expected.message, !reason.contains(message) {
      return mismatch("expected “\(message)” in the reason, got \(kind.rawValue): \(reason)")
    }
    if let function = expected.function, !functions.contains(where: { $0.contains(function) }) {
      return mismatch("the backtrace does not name “\(function)”: \(reason)")
    }
    if let place = expected.place, !places.contains(where: { Self.names($0, place) }) {
      return mismatch("the backtrace does not pass “\(place)”: \(reason)")
    }
    if let text = expected.log, !log.contains(where: { $0.contains(text) }) {
      return mismatch("the log does not say “\(text)”: \(reason)")
    }
    if kind == .passed { return self }
    var verdict = Verdict(.passed, "\(kind.rawValue), as expected: \(reason)")
    verdict.functions = functions
    return verdict
  }

  /// Whether a path and line end with an expected one, at the border of a name.
  private static func names(_ place: String, _ expected: String) -> Bool {
    place == expected || place.hasSuffix("/" + expected)
  }

  private func mismatch(_ reason: String) -> Verdict {
    var verdict = Verdict(.failedExpectation, reason, details: details)
    verdict.functions = functions
    return verdict
  }
}
