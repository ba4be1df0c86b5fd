/// Where samples come from: a guest's sampler, a look from outside, or a test.
///
/// All calls are made from one thread.
public protocol SampleSource: AnyObject {
  /// What is known about the samples before the first one comes.
  var description: SourceDescription { get }

  /// Begins to sample.
  ///
  /// - Throws: Why there will be no samples, in words that say what helps.
  func start() throws(ProfilerError)

  /// Takes what has been sampled since the last call; waits until then if it must.
  ///
  /// - Parameters:
  ///   - deadline: When to come back at the latest.
  ///   - take: Takes each sample, in the order of time.
  /// - Returns: Whether more may come; false if the guest has ended.
  /// - Throws: Why there will be no more samples.
  func poll(
    until deadline: ContinuousClock.Instant, _ take: (Sample) -> Void
  ) throws(ProfilerError) -> Bool

  /// Ends sampling, and takes what is left.
  ///
  /// - Parameter take: Takes each sample.
  /// - Returns: The account of all that was sampled, lost or not.
  /// - Throws: Why the rest is lost.
  func stop(_ take: (Sample) -> Void) throws(ProfilerError) -> SampleAccount
}

/// What is known about samples as a whole.
public struct SourceDescription: Equatable, Sendable {
  /// Who sampled: `sampler` in the guest, or `outside`.
  public var origin: String
  /// How: `timer`, `nmi`, `stopping`.
  public var mode: String
  /// How many samples per second were asked for.
  public var rate: Double
  /// Whether the time between samples varies at random.
  public var isJittered: Bool

  /// Makes a description.
  public init(origin: String, mode: String, rate: Double, isJittered: Bool) {
    self.origin = origin
    self.mode = mode
    self.rate = rate
    self.isJittered = isJittered
  }
}
