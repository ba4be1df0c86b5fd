/// Samples with names: what reports and exporters read.
public struct Profile: Equatable, Sendable {
  /// What is known about the recording.
  public var header: RecordingHeader
  /// What became of all samples; nil if nobody knows.
  public var account: SampleAccount?
  /// Whether the recording's end is missing.
  public var isCutShort = false
  /// What labels mean.
  public var labels: [UInt64: String] = [:]
  public var functions: [Function] = []
  public var frames: [Frame] = []
  /// Stacks of frames by their numbers, the outermost first.
  public var stacks: [[Int]] = []
  public var samples: [Sample] = []
  /// Names of waits and of stretches of work; the first is empty.
  public var names = [""]

  /// A function of the image, or a mark that stands where a function would.
  public struct Function: Hashable, Sendable {
    /// The name to show.
    public var name: String
    /// The name with module, types and remarks.
    public var fullName: String
    /// The linker's name.
    public var rawName: String
    /// The module; empty if unknown.
    public var module: String
    /// The source; empty if unknown.
    public var file: String

    /// Makes a function.
    public init(name: String, fullName: String, rawName: String, module: String, file: String) {
      self.name = name
      self.fullName = fullName
      self.rawName = rawName
      self.module = module
      self.file = file
    }
  }

  /// A place on a stack.
  public struct Frame: Hashable, Sendable {
    /// Number of the function.
    public var function: Int
    /// Line in the function's source; 0 if unknown.
    public var line: Int
    /// Column; 0 if unknown.
    public var column: Int
    /// The instruction: that which was interrupted, or the call.
    public var address: UInt64
    /// Whether the function is inlined into that of the frame before it.
    public var isInlined: Bool
    /// What the frame stands for.
    public var role: Role

    /// Makes a frame.
    public init(
      function: Int, line: Int, column: Int = 0, address: UInt64, isInlined: Bool = false,
      role: Role = .code
    ) {
      self.function = function
      self.line = line
      self.column = column
      self.address = address
      self.isInlined = isInlined
      self.role = role
    }
  }

  /// What a frame stands for.
  public enum Role: UInt8, Sendable {
    /// Code that somebody called.
    case code
    /// Code of a handler of an interrupt.
    case interrupt
    /// No code, but a remark: that a stack is cut off, or where an interrupt came in.
    case mark
  }

  /// A sample whose stack is kept apart.
  public struct Sample: Equatable, Sendable {
    /// Number of the stack.
    public var stack: Int
    /// Nanoseconds since the recording began.
    public var time: UInt64
    public var weight: UInt64
    public var kind: SampleKind
    public var context: SampleContext
    public var ending: StackEnding
    public var label: UInt64
    /// Which run of the task it was whose number is the label; 0 if nobody knows.
    public var run: UInt32
    /// Number of the name.
    public var name: Int
    public var remarks: StackRemarks

    /// Makes a sample.
    public init(
      stack: Int, time: UInt64, weight: UInt64, kind: SampleKind = .time,
      context: SampleContext = .busy, ending: StackEnding = .complete, label: UInt64 = 0,
      run: UInt32 = 0, name: Int = 0, remarks: StackRemarks = []
    ) {
      self.name = name
      self.remarks = remarks
      self.stack = stack
      self.time = time
      self.weight = weight
      self.kind = kind
      self.context = context
      self.ending = ending
      self.label = label
      self.run = run
    }
  }

  /// Makes a profile without samples.
  public init(header: RecordingHeader) {
    self.header = header
  }

  /// The function of a frame.
  public func function(of frame: Int) -> Function { functions[frames[frame].function] }

  /// The weight of all samples of a kind.
  public func weight(
    of kind: SampleKind, where isCounted: (SampleContext) -> Bool = { _ in true }
  ) -> UInt64 {
    samples.reduce(0) { $1.kind == kind && isCounted($1.context) ? $0 &+ $1.weight : $0 }
  }

  /// The stretches of work and the waits, as far as their times are known.
  ///
  /// A wait that is shorter than twice the mean interval of samples stands for others, too, so that
  /// its weight is not its length.
  public var stretches: [Sample] {
    let least = header.source.rate > 0 ? UInt64(2e9 / max(header.source.rate, 1)) : 0
    return samples.filter { $0.kind == .span || $0.kind == .wait && $0.weight >= least }
  }

  /// How long sampling went on, in nanoseconds; where nobody says, all that the samples stand for.
  public var duration: UInt64 {
    if let account { return account.duration }
    let end = samples.reduce(0) { max($0, $1.time) }
    let start = samples.reduce(end) { start, sample in
      // Only these begin with the one before: work and waits may have begun before sampling did.
      min(start, sample.kind == .time ? sample.time - min(sample.time, sample.weight) : sample.time)
    }
    return end - start
  }

  /// The kinds of samples there are, in a fixed order.
  public var kinds: [SampleKind] {
    var present = Set<SampleKind>()
    for sample in samples { present.insert(sample.kind) }
    return SampleKind.allCases.filter(present.contains)
  }
}
