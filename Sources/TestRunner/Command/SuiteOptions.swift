public import ArgumentParser
internal import Foundation
public import TestRunner

/// Options about which tests are run.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Run only what fits: 'tag(net) & !idle | path(runner)'; a word alone is part of a name.",
      valueName: "expression"))
  var filter: [String] = []

  @Option(help: ArgumentHelp("Run only tests with this tag.", valueName: "word"))
  var tag: [String] = []

  @Option(help: ArgumentHelp("Run only tests whose name fits, * for any text.", valueName: "name"))
  var name: [String] = []

  @Option(help: ArgumentHelp("Run one of several parts of the suite.", valueName: "2/5"))
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "How long tests usually take, for shards; IntegrationTests/durations.txt if there is none.",
      valueName: "file"))
  var durations: String?

  @Flag(
    help: ArgumentHelp(
      "Run only what uncommitted changes may concern, by what tests executed under --coverage."))
  var changed = false

  @Option(
    help: ArgumentHelp("Run only what changes since a commit may concern.", valueName: "commit"))
  var since: String?

  /// The filter that all options make together; nil if everything is wanted.
  func joinedFilter() throws -> TestFilter? {
    var all: [TestFilter] = []
    for text in filter {
      do throws(TestFilterReader.Problem) {
        all.append(try TestFilterReader.read(text))
      } catch {
        throw ValidationError("--filter: \(error)")
      }
    }
    if !tag.isEmpty { all.append(.any(tag.map(TestFilter.tag))) }
    if !name.isEmpty { all.append(.any(name.map(TestFilter.name))) }
    return all.isEmpty ? nil : .all(all)
  }

  func validate() throws {
    _ = try joinedFilter()
    if let durations, TestFile.read(durations) == nil {
      throw ValidationError("--durations: cannot read \(durations)")
    }
  }

  /// How long tests usually take, for every machine the same.
  func commonHistory(packageRoot: String) -> DurationHistory {
    DurationHistory(path: durations ?? "\(packageRoot)/IntegrationTests/durations.txt")
  }

  /// The tests that are wanted, of those that folders hold.
  ///
  /// - Parameters:
  ///   - plan: The tests.
  ///   - packageRoot: Absolute path of the package.
  ///   - quarantinePath: The list of known failures, relative to the package if it lies in it.
  ///   - mayBeEmpty: Whether words may fit no test: they have fitted one before.
  /// - Returns: The whole plan without parts, and this part of it.
  /// - Throws: `ExitCode` if nothing is left, or git cannot tell.
  func select(
    _ plan: Plan, packageRoot: String, quarantinePath: String = Quarantine.usualPath,
    mayBeEmpty: Bool = false
  ) throws -> (all: Plan, mine: Plan) {
    var all = plan
    if let filter = try joinedFilter() {
      // A word that fits nothing is more often mistyped than meant, in a part of a suite, too.
      let words: [(String, TestFilter)] =
        tag.map { ("--tag \($0)", .tag($0)) } + name.map { ("--name \($0)", .name($0)) }
      for (word, filter) in words where !mayBeEmpty {
        if plan.filtered(by: filter).cases.isEmpty { throw refuse("\(word) fits no test") }
      }
      all = plan.filtered(by: filter)
      if all.cases.isEmpty, !mayBeEmpty { throw refuse("no test is left to run") }
    }
    if changed || since != nil {
      let reference = since ?? "HEAD"
      let found = ChangedFiles.since(
        reference, packageRoot: packageRoot, quarantinePath: quarantinePath)
      guard let files = found else {
        Terminal.writeError("error: git cannot tell what has changed since \(reference)\n")
        throw ExitCode(VerdictKind.badManifest.exitCode)
      }
      let map = CoverageMap.read(packageRoot: packageRoot)
      all.cases.removeAll { !files.concern($0, packageRoot: packageRoot, map: map) }
    }
    guard let shard else { return (all, all) }
    return (all, all.part(shard, history: commonHistory(packageRoot: packageRoot)))
  }

  private func refuse(_ reason: String) -> ExitCode {
    Terminal.writeError("error: \(reason)\n")
    return ExitCode(VerdictKind.badManifest.exitCode)
  }
}

extension Shard: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// Options about how the tests of a suite are run.
struct SuiteOptions: ParsableArguments {
  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: ArgumentHelp(
      "Run so many tests at the same time; as many as there are processors.",
      valueName: "count"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Try a failed test again, at most so often.", valueName: "count"))
  var retries = 0

  @Option(help: "Whether a test that passes only when tried again fails the run: fail or pass.")
  var flaky = FlakyMeaning.fail

  @Option(help: ArgumentHelp("Run every test so often.", valueName: "count"))
  var count = 1

  @Flag(
    help: "Run all again and again until something fails; --count or --duration limits the rounds.")
  var untilFailure = false

  @Option(
    help: ArgumentHelp(
      "Begin no further round of --until-failure after so long.", valueName: "seconds"))
  var duration: Double?

  @Flag(help: "Start nothing more after the first failure.")
  var failFast = false

  @Option(
    help: ArgumentHelp(
      "What is known to fail; IntegrationTests/expectations.yaml if there is such a file.",
      discussion: "What is listed and passes fails the run, unless its verdict there is flaky.",
      valueName: "file"))
  var expectations: String?

  @Option(help: ArgumentHelp("Call tests slow from this time on.", valueName: "seconds"))
  var slow = 20.0

  @Option(
    help: ArgumentHelp("Add how long the tests took to this file, too.", valueName: "file"))
  var saveDurations: String?

  @Option(
    name: .customLong("run-id"),
    help: ArgumentHelp(
      "Which run this is, for --results of several machines; as GitHub, GitLab or Slurm call it.",
      valueName: "word"))
  var runIdentifier: String?

  /// What tells this run from others; nil if nobody knows it.
  var run: String? {
    runIdentifier ?? RunIdentifier.find(in: ProcessInfo.processInfo.environment)
  }

  func validate() throws {
    if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs takes 1 to 64.") }
    if !(0...100).contains(retries) { throw ValidationError("--retries takes 0 to 100.") }
    if !(1...1_000_000).contains(count) { throw ValidationError("--count takes 1 to 1000000.") }
    if let duration {
      guard untilFailure else { throw ValidationError("--duration needs --until-failure.") }
      if !(0...1e7).contains(duration) { throw ValidationError("--duration takes 0 to 10000000.") }
    }
    if !(0.1...86_400).contains(slow) { throw ValidationError("--slow takes 0.1 to 86400.") }
  }

  /// The settings for some tests.
  func settings(
    caseCount: Int, selection: SelectionOptions, packageRoot: String
  ) throws -> SuiteSettings {
    var settings = SuiteSettings()
    let processors = ProcessInfo.processInfo.activeProcessorCount
    settings.jobCount = jobs ?? max(1, min(processors, caseCount * count))
    settings.retryCount = retries
    settings.acceptsFlaky = flaky == .pass
    settings.count = count
    settings.repeatsUntilFailure = untilFailure
    settings.repeatingTime = duration.map { .milliseconds(Int($0 * 1000)) }
    settings.stopsAtFailure = failFast
    settings.slowTime = .milliseconds(Int(slow * 1000))
    settings.shard = selection.shard
    let own = "\(packageRoot)/.swiftlet/durations.txt"
    settings.historyPaths = [own]
    settings.savedHistoryPath = saveDurations
    settings.history = DurationHistory(path: own)
      .completed(by: selection.commonHistory(packageRoot: packageRoot))
    settings.quarantine = try quarantine(packageRoot: packageRoot)
    return settings
  }

  /// Tells of entries in the list of known failures that mean no test, where all tests are looked
  /// at: they hide nothing any more, and would hide what comes back under their name.
  func tellUnused(among plan: Plan, of folders: [String], packageRoot: String) throws {
    let all = URL(filePath: "\(packageRoot)/IntegrationTests").resolvingSymlinksInPath().path
    let isWhole = folders.contains { URL(filePath: $0).resolvingSymlinksInPath().path == all }
    guard isWhole else { return }
    let known = try quarantine(packageRoot: packageRoot)
    for entry in known.unused(among: plan.cases.map(\.plainName)) {
      Terminal.writeError("\(known.path):\(entry.line): “\(entry.test)” means no test\n")
    }
  }

  /// The list of known failures: relative to the package if it lies in it.
  func quarantinePath(packageRoot: String) -> String {
    guard let expectations else { return Quarantine.usualPath }
    let path = URL(filePath: expectations).resolvingSymlinksInPath().path
    return path.hasPrefix(packageRoot + "/")
      ? String(path.dropFirst(packageRoot.count + 1)) : path
  }

  private func quarantine(packageRoot: String) throws -> Quarantine {
    let path = expectations ?? "\(packageRoot)/\(Quarantine.usualPath)"
    guard let text = TestFile.read(path) else {
      if expectations == nil { return Quarantine() }
      Terminal.writeError("error: cannot read \(path)\n")
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
    do {
      return try QuarantineReader.read(
        text, path: expectations ?? Quarantine.usualPath, today: QuarantineReader.today)
    } catch {
      Terminal.writeError("\(error)\n")
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
  }
}

/// What a test that passes only when tried again means for the run.
enum FlakyMeaning: String, ExpressibleByArgument, CaseIterable {
  case fail
  case pass
}
