/// How the tests of a suite are run.
public struct SuiteSettings: Equatable, Sendable {
  /// How many run at the same time, at least 1.
  public var jobCount = 1
  /// How often a test that has failed is tried again.
  public var retryCount = 0
  /// Whether a test that passes only when tried again counts as a success.
  public var acceptsFlaky = false
  /// How often every test is run.
  public var count = 1
  /// Whether all is run again and again until something fails; `count` then limits the rounds.
  public var repeatsUntilFailure = false
  /// After what time no further round begins; nil for never.
  public var repeatingTime: Duration?
  /// Whether nothing more is started after a failure.
  public var stopsAtFailure = false
  /// After what time a test is called slow, if that is more than three times its usual.
  public var slowTime = Duration.seconds(20)
  /// How long each test usually takes.
  public var history = DurationHistory()
  /// Where the times of this run are added.
  public var historyPaths: [String] = []
  /// Where somebody wants these times, too; nil if nobody does.
  public var savedHistoryPath: String?
  /// The names of tests that come first.
  public var urgentNames: Set<String> = []
  /// What is known not to work.
  public var quarantine = Quarantine()
  /// Whether results carry what the guests printed and sent, for reports.
  public var collectsExhibits = false
  /// Which part of the suite this is; nil if it is all.
  public var shard: Shard?

  /// Where what the guests executed is left for another machine; nil if none asks for it.
  public var coverageBundle: CoverageBundle?
  /// What tests came to that were run before, of whose coverage reports tell, too.
  public var earlierResults: [CaseResult] = []

  public init() {}
}
