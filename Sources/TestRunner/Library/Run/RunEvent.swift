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
  case ended([CaseResult])
}

/// An event with its time since the start of the run.
public struct TimedEvent: Equatable, Sendable {
  public var event: RunEvent
  public var time: Duration

  public init(_ event: RunEvent, at time: Duration) {
    self.event = event
    self.time = time
  }
}

/// Takes events as they come and tells somebody of them.
public protocol Reporter: AnyObject {
  func receive(_ event: TimedEvent)
}

/// The end of one test.
public struct CaseResult: Equatable, Sendable {
  public var name: String
  public var verdict: Verdict
  public var duration: Duration
  public var steps: [StepResult] = []
  /// Where everything about the run lies; nil if it did not come so far.
  public var runFolder: String?
  /// Files in that folder that help to understand a failure, by what they are.
  public var artefacts: [Artefact] = []
  public var repeatCommand: String

  public init(name: String, verdict: Verdict, duration: Duration, repeatCommand: String) {
    self.name = name
    self.verdict = verdict
    self.duration = duration
    self.repeatCommand = repeatCommand
  }

  /// A step that was begun.
  public struct StepResult: Equatable, Sendable {
    public var title: String
    public var duration: Duration
    public var ending: StepEnding
  }

  /// A file that a run left behind.
  public struct Artefact: Equatable, Sendable {
    public var title: String
    public var path: String
  }
}
