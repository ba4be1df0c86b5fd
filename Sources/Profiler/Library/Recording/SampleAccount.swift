/// How many samples there were, what became of them and what they cost: nothing is lost in silence.
public struct SampleAccount: Equatable, Sendable {
  /// How often the sampler was called.
  public var firedCount: UInt64 = 0
  /// How many samples it kept.
  public var recordedCount: UInt64 = 0
  /// How many it could not keep, by reason, in the order of their first appearance.
  public var dropped: [Drop] = []
  /// How long sampling went on, in nanoseconds.
  public var duration: UInt64 = 0
  /// What one call of the handler took, in nanoseconds; nil if nobody measured it.
  public var cost: Cost?

  /// What checks of the stacks have found, each with how many it is true of.
  public var checks: [Check] = []

  /// Something that is true of some stacks.
  public struct Check: Equatable, Sendable {
    /// What it is, in words that follow the number: `stacks as by libdw`.
    public var claim: String
    public var count: UInt64

    /// Makes an entry.
    public init(claim: String, count: UInt64) {
      self.claim = claim
      self.count = count
    }
  }

  /// Samples lost for one reason.
  public struct Drop: Equatable, Sendable {
    /// Why.
    public var reason: String
    public var count: UInt64

    /// Makes an entry.
    public init(reason: String, count: UInt64) {
      self.reason = reason
      self.count = count
    }
  }

  /// What one call of the handler takes, in nanoseconds.
  public struct Cost: Equatable, Sendable {
    public var minimum: UInt64
    public var mean: UInt64
    /// What 99 of 100 calls do not exceed.
    public var percentile99: UInt64

    /// Makes a cost.
    public init(minimum: UInt64, mean: UInt64, percentile99: UInt64) {
      self.minimum = minimum
      self.mean = mean
      self.percentile99 = percentile99
    }
  }

  /// Makes an account of nothing.
  public init() {}

  /// How many samples were lost.
  public var droppedCount: UInt64 { dropped.reduce(0) { $0 &+ $1.count } }

  /// How many samples per second came; 0 if no time passed.
  public var deliveredRate: Double {
    duration == 0 ? 0 : Double(recordedCount) * 1e9 / Double(duration)
  }

  /// Adds lost samples of a reason.
  public mutating func drop(_ count: UInt64, because reason: String) {
    guard count > 0 else { return }
    if let index = dropped.firstIndex(where: { $0.reason == reason }) {
      dropped[index].count &+= count
    } else {
      dropped.append(Drop(reason: reason, count: count))
    }
  }

  /// Adds to what a check has found.
  public mutating func add(_ count: UInt64, to claim: String) {
    if let index = checks.firstIndex(where: { $0.claim == claim }) {
      checks[index].count &+= count
    } else {
      checks.append(Check(claim: claim, count: count))
    }
  }

  /// Adds another session's account; of the costs the worse one counts.
  public mutating func add(_ other: SampleAccount) {
    firedCount &+= other.firedCount
    recordedCount &+= other.recordedCount
    duration &+= other.duration
    for entry in other.dropped { drop(entry.count, because: entry.reason) }
    for check in other.checks { add(check.count, to: check.claim) }
    guard let theirs = other.cost else { return }
    let own = cost ?? theirs
    cost = own.mean > theirs.mean ? own : theirs
  }
}
