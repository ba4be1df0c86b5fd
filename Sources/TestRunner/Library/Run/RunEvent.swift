/// Something that happened in a run, for those who report it.
public enum RunEvent: Equatable, Sendable {
  case planned(caseCount: Int)
  case caseStarted(name: String, summary: String)
  /// The image is being built, with the reason why it must be.
  case buildStarted(reason: String)
  /// A line of the build that tells how far it is.
  case buildProgress(String)
  /// The image is there; it was up to date if nothing was built.
  case buildEnded(wasNeeded: Bool)
  /// QEMU runs; the folder holds everything about this run.
  case machineStarted(machine: String, accelerator: String, runFolder: String)
  /// A line of the guest's console, without its end.
  case console(String)
  /// The service is ready, so long after QEMU's start.
  case ready(after: Duration)
  case stepStarted(index: Int, title: String)
  case stepEnded(index: Int, title: String, duration: Duration, ending: StepEnding)
  /// The run has been at one thing for over a second.
  case waiting(activity: String, duration: Duration)
  /// How long a stage inside the runner took.
  case timing(name: String, duration: Duration)
  case caseEnded(CaseResult)
  /// Something else that the user should know.
  case note(String)
  /// The run as a whole is not what it should be, for these reasons; it comes before the end.
  case incomplete([String])
  case ended([CaseResult])
  /// The run goes on; how long its rest will take, if that can be told.
  case tick(timeLeft: Duration?)
  /// A test takes much longer than it usually does.
  case slow(name: String, duration: Duration, usual: Duration?)
  /// A test has failed and is tried again.
  case attemptEnded(CaseResult, number: Int, of: Int)
}

/// An event with its time since the start of the run.
public struct TimedEvent: Equatable, Sendable {
  public var event: RunEvent
  public var time: Duration
  /// The number of the test within the run, from 0; nil if it is not about one.
  public var test: Int?

  public init(_ event: RunEvent, at time: Duration, of test: Int? = nil) {
    self.event = event
    self.time = time
    self.test = test
  }
}

extension TimedEvent {
  /// The events of a run that gave some results, for reporters.
  ///
  /// - Parameters:
  ///   - results: What the tests came to.
  ///   - problems: What is wrong with the run as a whole.
  ///   - duration: How long it took.
  /// - Returns: The events, the end last.
  public static func telling(
    of results: [CaseResult], problems: [String], after duration: Duration
  ) -> [TimedEvent] {
    var events = [TimedEvent(.planned(caseCount: results.count), at: .zero)]
    for (index, result) in results.enumerated() {
      events.append(TimedEvent(.caseStarted(name: result.name, summary: ""), at: .zero, of: index))
      events.append(TimedEvent(.caseEnded(result), at: result.duration, of: index))
    }
    if !problems.isEmpty { events.append(TimedEvent(.incomplete(problems), at: duration)) }
    return events + [TimedEvent(.ended(results), at: duration)]
  }
}

/// Takes events as they come and tells somebody of them.
public protocol Reporter: AnyObject {
  func receive(_ event: TimedEvent)
}

/// The end of one test.
public struct CaseResult: Codable, Equatable, Sendable {
  public var name: String
  /// The name without what tells repetitions apart.
  public var plainName: String
  public var verdict: Verdict
  public var duration: Duration
  public var steps: [StepResult] = []
  /// Where everything about the run lies; nil if it did not come so far.
  public var runFolder: String?
  /// Files in that folder that help to understand a failure, by what they are.
  public var artefacts: [Artefact] = []
  public var repeatCommand: String
  /// The verdicts of all attempts, if there was more than one.
  public var attempts: [Verdict] = []
  public var tags: [String] = []
  /// Instructions that the guest executed, by the names of counts; nil if none were counted.
  public var counts: [String: Int]?
  /// What is left of what the guest executed; nil if nobody asked.
  public var coverage: CoveredRun?
  /// The manifest, as a person in the package knows it; empty if there is none.
  public var manifestPath = ""
  /// What the guest printed and sent, for reports; nil if it was not collected.
  public var exhibits: Exhibits?
  /// Whether who runs the tests accepts a failing verdict; nil if nobody was asked.
  public var isTolerated: Bool?

  public init(name: String, verdict: Verdict, duration: Duration, repeatCommand: String) {
    self.name = name
    plainName = name
    self.verdict = verdict
    self.duration = duration
    self.repeatCommand = repeatCommand
  }

  /// The exit code that the test gives a run.
  public var exitCode: Int32 { isTolerated == true ? 0 : verdict.kind.exitCode }

  /// Whether the test fails nobody.
  public var isAccepted: Bool { verdict.kind.isAccepted || isTolerated == true }

  /// The source that a step's line is of: the manifest's, or that of a scenario.
  func path(of step: StepResult) -> String {
    guard !step.file.isEmpty else { return manifestPath }
    guard !step.file.hasPrefix("/"), let end = manifestPath.lastIndex(of: "/") else {
      return step.file
    }
    return "\(manifestPath[..<end])/\(step.file)"
  }

  /// A step that was begun.
  public struct StepResult: Codable, Equatable, Sendable {
    public var title: String
    /// Line of the manifest, from 1; 0 if it is not known.
    public var line = 0
    public var duration: Duration
    public var ending: StepEnding
    /// The source of a scenario in which the line stands, from the service's folder; empty if it is
    /// the manifest.
    public var file = ""
  }

  /// A file that a run left behind.
  public struct Artefact: Codable, Equatable, Sendable {
    public var title: String
    public var path: String

    /// What `testrunner replay` repeats.
    static let recordingTitle = "recording"
  }
}
