/// Tests that are known to fail, each with a reason and an end.
///
/// What is listed here and passes is a failure, too: the list would otherwise hide what breaks
/// again later. Only what is known to be flaky may pass.
public struct Quarantine: Equatable, Sendable {
  /// A day, as `2026-12-31`; days compare as their texts do.
  public typealias Day = String

  /// What is known of one test, or of several.
  public struct Entry: Equatable, Sendable {
    /// The test's name, or a pattern with `*`.
    public var test: String
    /// What it comes to; nil for any failure of the guest or of an expectation.
    public var verdict: VerdictKind?
    public var reason: String
    /// Where more is written; nil for nowhere.
    public var link: String?
    /// The last day on which the entry counts.
    public var until: Day
    /// Line in the file, from 1.
    public var line: Int
  }

  public var entries: [Entry]
  /// The file, as a person knows it.
  public var path: String
  /// The day on which the suite runs.
  public var today: Day

  /// Where the list is, from the package's folder, unless somebody names another.
  public static let usualPath = "IntegrationTests/expectations.yaml"

  public init(_ entries: [Entry] = [], path: String = "", today: Day = "") {
    self.entries = entries
    self.path = path
    self.today = today
  }

  /// What a verdict means for a test, given what is known of it.
  ///
  /// - Parameters:
  ///   - verdict: The verdict.
  ///   - attempts: What every attempt came to, if there were several.
  ///   - name: The test's name, without what tells its repetitions apart.
  /// - Returns: The verdict itself if nothing is known.
  public func judge(
    _ verdict: Verdict, after attempts: [VerdictKind] = [], of name: String
  ) -> Verdict {
    guard let entry = entry(of: name) else { return verdict }
    switch verdict.kind {
    case .interrupted, .internalError, .badManifest, .missingTool, .buildFailure, .leftOut:
      return verdict
    case .passed where entry.verdict == .flaky: return verdict
    case .passed:
      let reason = "passed, though \(place(entry)) says that it cannot: \(entry.reason)"
      return Verdict(.unexpectedPass, reason, details: ["remove the entry if it is mended"])
    default: return judge(failure: verdict, attempts, entry)
    }
  }

  /// What is known of a test: the first entry that means it.
  func entry(of name: String) -> Entry? {
    entries.first { TestFilter.matches(name[...], $0.test[...]) }
  }

  /// The entries that mean none of some tests.
  public func unused(among names: [String]) -> [Entry] {
    entries.filter { entry in
      !names.contains { TestFilter.matches($0[...], entry.test[...]) }
    }
  }

  private func judge(
    failure: Verdict, _ attempts: [VerdictKind], _ entry: Entry
  ) -> Verdict {
    var judged = failure
    guard today <= entry.until else {
      judged.reason += "; its quarantine (\(place(entry))) ended on \(entry.until)"
      return judged
    }
    // What says nothing of the guest is excused of no attempt.
    if attempts.contains(.internalError) {
      judged.reason += "; an attempt came to \(VerdictKind.internalError.rawValue)"
      return judged
    }
    if let kind = entry.verdict, let other = otherKind(than: kind, failure.kind, attempts) {
      let attempt = other == failure.kind ? "" : "an attempt came to \(other.rawValue), and "
      judged.reason += "; \(attempt)\(place(entry)) expects \(kind.rawValue)"
      return judged
    }
    judged.kind = .quarantined
    judged.reason = "\(failure.kind.rawValue), known until \(entry.until): \(entry.reason)"
    judged.details = [failure.reason] + (entry.link.map { [$0] } ?? [])
    return judged
  }

  /// What a test came to otherwise than is known, at any attempt; nil if nothing.
  private func otherKind(
    than known: VerdictKind, _ found: VerdictKind, _ attempts: [VerdictKind]
  ) -> VerdictKind? {
    // Of what is known to pass at times nobody says how it fails.
    if known == .flaky { return found == .flaky ? nil : found }
    return (attempts + [found]).first { ![.passed, .flaky, known].contains($0) }
  }

  private func place(_ entry: Entry) -> String { "\(path):\(entry.line)" }
}
