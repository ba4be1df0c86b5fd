/// What tests have come to that are run again and again, as files change.
public struct WatchState: Equatable, Sendable {
  /// The exit codes of those that failed when they were run last, by their names.
  private var codes: [String: Int32] = [:]
  /// What the last round came to beside its tests: a report that found no room, say.
  private var otherCode: Int32 = 0

  /// Nothing was run yet.
  public init() {}

  /// The names of those that failed when they were run last.
  public var failedNames: Set<String> { Set(codes.keys) }

  /// The exit code: the highest of those that still fail, and of what the last round came to.
  public var exitCode: Int32 { max(codes.values.max() ?? 0, otherCode) }

  /// Whether the user has stopped the last round.
  public private(set) var wasInterrupted = false

  /// Takes what came of a round; what was not run is as it was.
  ///
  /// - Parameters:
  ///   - results: What its tests came to.
  ///   - code: The exit code of the round.
  public mutating func take(_ results: [CaseResult], code: Int32) {
    var found: [String: Int32] = [:]
    for result in results {
      found[result.plainName] = max(found[result.plainName] ?? 0, result.exitCode)
    }
    codes.merge(found) { $1 }
    codes = codes.filter { $0.value != 0 }
    otherCode = code > (found.values.max() ?? 0) ? code : 0
    wasInterrupted = code == VerdictKind.interrupted.exitCode
  }
}
