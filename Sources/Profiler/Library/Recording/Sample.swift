/// One look at a running guest: where it was, how it got there, and for how long that counts.
public struct Sample: Equatable, Sendable {
  /// When it was taken, in nanoseconds since its session began.
  public var time: UInt64
  /// How much it stands for, in the unit of its kind: nanoseconds since the look before, or bytes.
  public var weight: UInt64
  /// What was measured.
  public var kind: SampleKind
  /// What the processor was doing.
  public var context: SampleContext
  /// Whether the stack is whole, or why it is not.
  public var ending: StackEnding
  /// What the service says it was working on; 0 for nothing.
  public var label: UInt64
  /// The stack, the innermost call first: the instruction itself, then return addresses.
  public var addresses: [UInt64]
  /// What a wait was for, or what a stretch of work is called; empty for other kinds.
  public var name = ""
  /// What else is known about the stack.
  public var remarks: StackRemarks = []
  /// How many of the innermost addresses belong to a handler of an interrupt; what it interrupted
  /// comes after them and begins with an instruction again.
  public var interruptFrameCount: Int

  /// Makes a sample.
  public init(
    time: UInt64, weight: UInt64, kind: SampleKind = .time, context: SampleContext = .busy,
    ending: StackEnding = .complete, label: UInt64 = 0, addresses: [UInt64],
    interruptFrameCount: Int = 0
  ) {
    self.time = time
    self.weight = weight
    self.kind = kind
    self.context = context
    self.ending = ending
    self.label = label
    self.addresses = addresses
    self.interruptFrameCount = interruptFrameCount
  }
}

/// What is known about a stack besides its addresses.
public struct StackRemarks: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Callers were searched for on the stack, behind code without frame pointers.
  public static let searched = StackRemarks(rawValue: 1)
  /// The caller of the innermost function is among the addresses, whatever the instruction.
  public static let knowsCaller = StackRemarks(rawValue: 2)
}

/// What a sample measures, and so the unit of its weight.
public enum SampleKind: UInt8, CaseIterable, Sendable {
  /// Time: nanoseconds.
  case time = 0
  /// Memory taken: bytes.
  case allocation = 1
  /// Memory taken and not given back by the end of the recording: bytes.
  case liveAllocation = 2
  /// Waiting of the run loop: nanoseconds, ending at the sample's time.
  case wait = 3
  /// A stretch of work that the service named: nanoseconds, ending at the sample's time.
  case span = 4

  /// Whether its samples have names.
  var hasName: Bool { self == .wait || self == .span }

  /// The unit of the weight, as formats write it.
  public var unit: String {
    switch self {
    case .time, .wait, .span: "nanoseconds"
    case .allocation, .liveAllocation: "bytes"
    }
  }

  /// A word for people and command lines.
  public var name: String {
    switch self {
    case .time: "time"
    case .allocation: "allocations"
    case .liveAllocation: "live"
    case .wait: "waits"
    case .span: "spans"
    }
  }
}

/// What the processor was doing when a sample was taken.
public enum SampleContext: UInt8, CaseIterable, Sendable {
  /// Running code of the service or the kernel.
  case busy = 0
  /// Waiting for an interrupt.
  case idle = 1
  /// Handling an interrupt.
  case interrupt = 2
  /// Running with interrupts off, where only a non-maskable interrupt sees it.
  case masked = 3

  /// A word for people and command lines.
  public var name: String {
    switch self {
    case .busy: "busy"
    case .idle: "idle"
    case .interrupt: "interrupt"
    case .masked: "masked"
    }
  }
}

/// Whether a stack is whole, or why it is not.
public enum StackEnding: UInt8, CaseIterable, Sendable {
  /// It reaches the entry of the stack.
  case complete = 0
  /// There are more calls than a sample holds.
  case limit = 1
  /// A frame pointer leads out of the stack.
  case outsideStack = 2
  /// A frame pointer lies below the frame before it.
  case notAscending = 3
  /// A return address is no code.
  case notCode = 4
  /// A word of the stack could not be read.
  case unreadable = 5
  /// The copy of the stack was too short.
  case copyTooShort = 6

  /// A fragment for people.
  public var reason: String {
    switch self {
    case .complete: "complete"
    case .limit: "deeper than a sample holds"
    case .outsideStack: "frame pointer outside the stack"
    case .notAscending: "frame pointer that goes back"
    case .notCode: "return address that is no code"
    case .unreadable: "stack that cannot be read"
    case .copyTooShort: "copy of the stack too short"
    }
  }
}
