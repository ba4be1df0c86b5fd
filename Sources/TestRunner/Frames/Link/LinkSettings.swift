/// What a bad link does to frames.
public struct LinkSettings: Equatable, Codable, Sendable {
  /// What it does by chance to frames that go one way.
  public struct Way: Equatable, Codable, Sendable {
    /// Parts of all frames, 0 to 1, that are lost, come twice, change places with later ones, have
    /// one bit turned, or are cut.
    public var loss = 0.0
    public var duplication = 0.0
    public var reordering = 0.0
    public var corruption = 0.0
    public var truncation = 0.0
    /// Nanoseconds that every frame takes.
    public var delay: UInt64 = 0
    /// Nanoseconds that it may take more; such frames may overtake each other.
    public var jitter: UInt64 = 0
    /// Bits per second; nil for no limit.
    public var rate: UInt64?
    /// Bytes that wait for their turn where there is a rate; what does not fit in is lost.
    public var queueByteCount = 128 << 10
    /// Longest packet in a frame, nil for no limit; longer ones are lost without a word.
    public var maximumPacketByteCount: Int?

    public init() {}
  }

  public var fromGuest = Way()
  public var toGuest = Way()
  /// What it does to certain frames; the first rule that meets a frame counts.
  public var rules: [LinkRule] = []

  public init() {}

  public subscript(direction: SeenFrame.Direction) -> Way {
    get { direction == .fromGuest ? fromGuest : toGuest }
    set {
      switch direction {
      case .fromGuest: fromGuest = newValue
      case .toGuest: toGuest = newValue
      }
    }
  }
}

/// What a link does to certain frames.
public struct LinkRule: Equatable, Codable, Sendable {
  public enum Action: String, CaseIterable, Codable, Sendable {
    case drop
    case duplicate
    case corrupt
    /// Lets a later frame go first.
    case hold
  }

  /// Which of the frames that fit the rule is about.
  public enum Choice: Equatable, Codable, Sendable {
    case all
    /// One, counted from 1.
    case only(Int)
    case first(Int)
    /// The last of every so many.
    case every(Int)

    func includes(_ number: Int) -> Bool {
      switch self {
      case .all: true
      case .only(let chosen): number == chosen
      case .first(let count): number <= count
      case .every(let count): number % count == 0
      }
    }
  }

  public var action: Action
  public var pattern: FramePattern
  public var choice = Choice.all

  public init(_ action: Action, _ pattern: FramePattern) {
    self.action = action
    self.pattern = pattern
  }
}
