public import Frames

/// One thing that a test does with a running guest, and what must come of it.
public struct Step: Equatable, Sendable {
  public var action: Action
  /// Line of the manifest where the step stands, from 1.
  public var line: Int
  /// How long the step may take; nil means the manifest's limit for steps.
  public var limit: Duration?

  public init(_ action: Action, line: Int = 0, limit: Duration? = nil) {
    self.action = action
    self.line = line
    self.limit = limit
  }

  /// The kinds of steps.
  public enum Action: Equatable, Sendable {
    case ping(PingStep)
    case dns([DNSQuestion])
    case udp(DatagramStep)
    case run(CommandStep)
    case console(ConsoleExpectation)
    case heap(HeapStep)
    case counter(CounterStep)
    case idle(IdleStep)
    case stall(StallStep)
    case disk(DiskStep)
    case balloon(BalloonStep)
    case clock(ClockStep)
    case link(LinkStep)
    case profile(ProfileStep)
    case debug(DebugStep)
    case arp(ARPStep)
    case tcp(TCPStep)
    case http(HTTPStep)
    case load(LoadStep)
    case dhcp(DHCPStep)
    case pause(Duration)
    case reboot
    case event(String)
    case loop(RepeatStep)
    case parallel([Step])
    case measure(MeasureStep)
    case scenario(ScenarioStep)
    /// A step that makes no sense here, with its title and why.
    case leftOut(title: String, reason: String)
    case exit(ExitStep)
    case power(PowerStep)
  }

  /// What a report calls the step.
  public var title: String {
    switch action {
    case .ping(let ping): ping.title
    case .dns(let questions):
      questions.count == 1 ? questions[0].title : "dns, \(questions.count) questions"
    case .udp(let exchange): exchange.title
    case .run(let command): "run \(command.line)"
    case .console(let expectation): expectation.title
    case .heap: "heap is balanced"
    case .counter(let counter): counter.title
    case .idle(let idle): idle.title
    case .stall(let stall): "the watchdog reports \(stall.function)"
    case .disk(let disk): disk.title
    case .balloon(let balloon): balloon.title
    case .clock(let clock): clock.title
    case .link(let link): link.title
    case .profile(let profile): profile.title
    case .debug(let debug): debug.title
    case .arp(let arp): arp.title
    case .tcp(let tcp): tcp.title
    case .http(let http): http.title
    case .load(let load): load.title
    case .dhcp(let dhcp): dhcp.title
    case .pause(let duration): "pause for \(DurationText.short(duration))"
    case .reboot: "reboot by the host"
    case .event(let name): "QEMU reports \(name)"
    case .loop(let loop): loop.title
    case .parallel(let steps): "at the same time: " + steps.map(\.title).joined(separator: "; ")
    case .measure(let measure): measure.title
    case .scenario(let scenario): scenario.title
    case .leftOut(let title, _): title
    case .exit(let end): "exit with status \(end.status)"
    case .power(.off): "power off"
    case .power(.reset): "power reset"
    }
  }

  /// The step and those that are taken within it.
  var all: [Step] {
    [self] + inner.flatMap(\.all)
  }

  /// The steps that are taken within it.
  var inner: [Step] {
    switch action {
    case .profile(let profile): profile.steps
    case .loop(let loop): loop.steps
    case .parallel(let steps): steps
    case .measure(let measure): measure.steps
    default: []
    }
  }

  /// How often something happens in the step and those within it.
  func count(of isIt: (Action) -> Bool) -> Int {
    var times = 1
    if case .loop(let loop) = action { times = loop.count }
    return (isIt(action) ? 1 : 0) + times * inner.reduce(0) { $0 + $1.count(of: isIt) }
  }

  /// Whether the step samples the guest.
  var isProfile: Bool { if case .profile = action { true } else { false } }

  /// Whether the step counts the guest's instructions.
  var isMeasure: Bool { if case .measure = action { true } else { false } }

  /// Whether nothing can follow the step.
  var endsGuest: Bool {
    switch action {
    case .exit, .power(.off): true
    default: false
    }
  }
}

/// The guest's watchdog must report a task that does not yield.
public struct StallStep: Equatable, Sendable {
  /// Text that the name of a function on its stack must contain.
  public var function: String

  public init(function: String) {
    self.function = function
  }
}

/// The guest's network card loses or regains its link, or the link becomes better or worse.
public enum LinkStep: Equatable, Sendable {
  /// Whether the link carries frames.
  public enum State: String, CaseIterable, Sendable {
    case down
    case up
  }

  case state(State)
  /// What it does to frames from now on, and nothing else.
  case impaired(LinkSettings)

  var title: String {
    switch self {
    case .state(let state): "link \(state.rawValue)"
    case .impaired(let settings):
      settings == LinkSettings() ? "link without faults" : "link with other faults"
    }
  }
}

/// The service must end by itself.
public struct ExitStep: Equatable, Sendable {
  /// The status it must give.
  public var status = 0

  public init(status: Int = 0) {
    self.status = status
  }
}

/// The guest must change the power of its machine by itself.
public enum PowerStep: String, CaseIterable, Sendable {
  /// The machine must be switched off; by that the test ends.
  case off
  /// The machine must be reset, and its service become ready once more.
  case reset
}

/// The guest's heap must be back where it was when the service became ready.
public struct HeapStep: Equatable, Sendable {
  /// Bytes that may be in use beyond those at that time.
  public var toleranceByteCount = 0

  public init(toleranceByteCount: Int = 0) {
    self.toleranceByteCount = toleranceByteCount
  }
}

/// The guest must leave its timer alone while it has nothing to do.
public struct IdleStep: Equatable, Sendable {
  /// How long the guest is watched.
  public var duration: Duration
  /// Timer interrupts that it may take in that time.
  public var interruptCount = 0

  public init(duration: Duration, interruptCount: Int = 0) {
    self.duration = duration
    self.interruptCount = interruptCount
  }

  var title: String { "idle for \(DurationText.short(duration))" }
}
