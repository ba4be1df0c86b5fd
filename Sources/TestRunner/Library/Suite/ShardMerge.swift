/// The parts of a suite put together, with everything that shows that a part is not what it should.
public struct ShardMerge: Equatable, Sendable {
  /// All results, by name.
  public let results: [CaseResult]
  /// What is wrong with the parts as such, as fragments without a capital.
  public let problems: [String]
  /// How long the longest part took.
  public let duration: Duration

  /// Puts parts together.
  ///
  /// - Parameter parts: The files, each with the name by which a person knows it.
  public init(_ parts: [(name: String, file: ResultsFile)]) {
    results = parts.flatMap(\.file.results).sorted { $0.name < $1.name }
    duration = parts.compactMap(\.file.duration).max() ?? .zero
    var problems: [String] = []
    let heads = parts.map(\.file.head)
    if Set(heads.map(\.shardCount)).count > 1 {
      problems.append("the files are parts of suites that were divided differently")
    }
    if Set(heads.map { $0.allNames.sorted() }).count > 1 {
      problems.append("the parts do not agree on which tests there are")
    }
    if Set(heads.compactMap(\.commit)).count > 1 {
      problems.append("the parts are of different commits")
    }
    if Set(heads.compactMap(\.run)).count > 1 {
      let each = parts.compactMap { part in part.file.head.run.map { "\(part.name) of \($0)" } }
      problems.append("the parts are of different runs: \(each.joined(separator: ", "))")
    }
    let count = heads.map(\.shardCount).max() ?? 0
    for number in 1...max(count, 1) {
      let found = parts.filter { $0.file.head.shardNumber == number }
      if found.isEmpty { problems.append("part \(number) of \(count) is missing") }
      if found.count > 1 {
        let names = found.map(\.name).joined(separator: " and ")
        problems.append("part \(number) of \(count) is there more than once: \(names)")
      }
    }
    for part in parts {
      if part.file.duration == nil { problems.append("\(part.name) ends before its run did") }
      problems += Self.missing(part.name, part.file)
    }
    problems += Self.unassigned(heads)
    if !results.isEmpty, results.allSatisfy({ $0.verdict.kind == .leftOut }) {
      problems.append("nothing was proved, as every test was left out")
    }
    self.problems = problems
  }

  /// The exit code: the highest of the verdicts' codes, and never 0 if a part is not as it should.
  public var exitCode: Int32 {
    let code = results.map(\.exitCode).max() ?? 0
    return problems.isEmpty ? code : max(code, VerdictKind.badManifest.exitCode)
  }

  /// The events of a run that gave all this, for reporters.
  ///
  /// - Parameter further: What else is wrong with the parts.
  /// - Returns: The events, the end last.
  public func events(adding further: [String] = []) -> [TimedEvent] {
    TimedEvent.telling(of: results, problems: problems + further, after: duration)
  }

  /// Tests that a part should have run and did not, or ran though it should not.
  private static func missing(_ name: String, _ file: ResultsFile) -> [String] {
    var counts: [String: Int] = [:]
    for result in file.results { counts[result.plainName, default: 0] += 1 }
    var problems: [String] = []
    for test in file.head.names {
      let found = counts.removeValue(forKey: test) ?? 0
      if found == 0 { problems.append("\(name) has no result of \(test)") }
      let wanted = file.head.repetitionCount
      if found > 0, wanted > 0, found != wanted, file.duration != nil {
        problems.append("\(name) has \(found) results of \(test), not \(wanted)")
      }
    }
    return problems + counts.keys.sorted().map { "\(name) has a result of \($0), not its own" }
  }

  /// Tests that no part, or more than one, was to run.
  private static func unassigned(_ heads: [ResultsFile.Head]) -> [String] {
    guard let all = heads.first?.allNames else { return ["there is no part at all"] }
    var counts: [String: Int] = [:]
    for name in heads.flatMap(\.names) { counts[name, default: 0] += 1 }
    return all.compactMap { name in
      switch counts[name] ?? 0 {
      case 0: "\(name) belongs to no part that is here"
      case 1: nil
      default: "\(name) belongs to more than one part"
      }
    }
  }
}
