/// All samples of one or more sessions with the same image.
public struct Recording: Equatable, Sendable {
  /// What is known about the first session.
  public var header: RecordingHeader
  /// The stacks, each once.
  public private(set) var stacks = StackTable()
  /// The samples, in the order in which they came.
  public private(set) var entries: [Entry] = []
  /// What became of all samples, in all sessions; nil if no session came to its end.
  public var account: SampleAccount?
  /// Names of waits and of stretches of work; that of other samples, the first, is empty.
  public private(set) var names = [""]
  private var nameNumbers = ["": 0]
  /// What labels mean, as far as the guest said.
  public var labels: [UInt64: String] = [:]
  /// Whether its writer did not come to the end, or the file is damaged: something is missing.
  public var isCutShort = false

  /// Makes an empty recording.
  public init(header: RecordingHeader) {
    self.header = header
  }

  /// A sample whose stack is kept apart.
  public struct Entry: Equatable, Sendable {
    /// Nanoseconds since the first session began.
    public var time: UInt64
    public var weight: UInt64
    public var label: UInt64
    /// Number of its stack.
    public var stack: Int
    public var interruptFrameCount: Int
    public var kind: SampleKind
    public var context: SampleContext
    public var ending: StackEnding
    public var remarks: StackRemarks = []
    /// Number of its name.
    public var name = 0
  }

  /// Adds a sample.
  public mutating func append(_ sample: Sample) {
    append(
      Entry(
        time: sample.time, weight: sample.weight, label: sample.label,
        stack: stacks.index(of: sample.addresses),
        interruptFrameCount: min(max(0, sample.interruptFrameCount), sample.addresses.count),
        kind: sample.kind, context: sample.context, ending: sample.ending,
        remarks: sample.remarks, name: number(ofName: sample.name)))
  }

  /// Adds a name to those of waits and stretches of work, or finds it there.
  mutating func number(ofName name: String) -> Int {
    if let known = nameNumbers[name] { return known }
    nameNumbers[name] = names.count
    names.append(name)
    return names.count - 1
  }

  /// Adds a sample whose stack is in the table.
  mutating func append(_ entry: Entry) {
    entries.append(entry)
  }

  /// Adds a stack to the table, or finds it there.
  mutating func index(of stack: some RandomAccessCollection<UInt64>) -> Int {
    stacks.index(of: stack)
  }

  /// Adds the samples of another recording of the same image.
  ///
  /// - Parameter other: The other recording.
  /// - Throws: If the images differ, as their addresses mean different things.
  public mutating func merge(_ other: Recording) throws(ProfilerError) {
    guard other.header.buildIdentity == header.buildIdentity else {
      throw ProfilerError(
        "the recordings are of different images, \(header.identityText) and "
          + other.header.identityText,
        advice: "Compare them by name instead: profiler diff BEFORE AFTER")
    }
    let start = min(header.startTime, other.header.startTime)
    let (own, others) = (header.startTime - start, other.header.startTime - start)
    for index in entries.indices { entries[index].time &+= own }
    header.startTime = start
    let map = (0..<other.stacks.count).map { stacks.index(of: other.stacks[$0]) }
    let nameMap = other.names.map { number(ofName: $0) }
    for var entry in other.entries {
      entry.stack = map[entry.stack]
      entry.name = nameMap[entry.name]
      entry.time &+= others
      entries.append(entry)
    }
    entries.sort { $0.time < $1.time }
    labels.merge(other.labels) { own, _ in own }
    isCutShort = isCutShort || other.isCutShort
    if let theirs = other.account {
      if account == nil { account = theirs } else { account?.add(theirs) }
    }
  }
}

/// What is known about a recording as a whole.
public struct RecordingHeader: Equatable, Sendable {
  /// Name of the machine.
  public var machine: String
  /// Path of the image's ELF file when it was recorded.
  public var image: String
  /// The image's build identity in hexadecimal digits; empty if it has none.
  public var buildIdentity: String
  /// Who sampled and how.
  public var source: SourceDescription
  /// When the session began, in nanoseconds since 1970.
  public var startTime: UInt64

  /// Makes a header.
  public init(
    machine: String, image: String, buildIdentity: String, source: SourceDescription,
    startTime: UInt64
  ) {
    self.machine = machine
    self.image = image
    self.buildIdentity = buildIdentity
    self.source = source
    self.startTime = startTime
  }

  /// The build identity for people, short.
  var identityText: String { buildIdentity.isEmpty ? "unnamed" : String(buildIdentity.prefix(12)) }
}
