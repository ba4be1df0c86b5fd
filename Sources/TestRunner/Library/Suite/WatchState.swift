/// What tests have come to that are run again and again, as files change.
public struct WatchState: Equatable, Sendable {
  /// What each test came to when it was run last.
  public private(set) var results: [CaseResult] = []
  /// What the last round came to beside its tests: a report that found no room, say.
  private var otherCode: Int32 = 0
  /// Why there was no round for what has changed last; 0 if there was one, or need be none.
  private var refusalCode: Int32 = 0
  /// Whether tests were forgotten of which the reports of the last round still tell.
  public private(set) var hasUntold = false

  /// Nothing was run yet.
  public init() {}

  /// The names of those that failed when they were run last.
  public var failedNames: Set<String> {
    Set(results.filter { $0.exitCode != 0 }.map(\.plainName))
  }

  /// The exit code: the highest of those that still fail, of what the last round came to, and of
  /// why there was none after it.
  public var exitCode: Int32 { max(Self.code(of: results), otherCode, refusalCode) }

  /// Whether the user has stopped the last round.
  public private(set) var wasInterrupted = false

  private static func code(of results: [CaseResult]) -> Int32 {
    results.map(\.exitCode).max() ?? 0
  }

  /// Takes what came of a round; what was not run is as it was.
  ///
  /// - Parameters:
  ///   - found: What its tests came to.
  ///   - code: The exit code of the round.
  public mutating func take(_ found: [CaseResult], code: Int32) {
    var fresh = Dictionary(grouping: found, by: \.plainName)
    let names = Set(fresh.keys)
    let kept = results
    results = []
    // What is run again stays where it was.
    for result in kept {
      results +=
        names.contains(result.plainName)
        ? fresh.removeValue(forKey: result.plainName) ?? [] : [result]
    }
    results += found.filter { fresh[$0.plainName] != nil }
    hasUntold = false
    refusalCode = 0
    otherCode = code > Self.code(of: found) ? code : 0
    wasInterrupted = code == VerdictKind.interrupted.exitCode
  }

  /// Notes that what has changed cannot be run just now: a list makes no sense, say.
  public mutating func refuse(code: Int32) { refusalCode = code }

  /// Notes that what has changed concerns no test.
  public mutating func pass() { refusalCode = 0 }

  /// Forgets all tests but some, as those are no longer there; the next round's reports tell.
  ///
  /// - Parameter names: The names of those that are.
  public mutating func keep(only names: Set<String>) {
    let count = results.count
    results.removeAll { !names.contains($0.plainName) }
    if results.count < count { hasUntold = true }
  }

  /// The names of the tests, each once.
  public var names: [String] {
    var seen: Set<String> = []
    return results.map(\.plainName).filter { seen.insert($0).inserted }
  }
}
