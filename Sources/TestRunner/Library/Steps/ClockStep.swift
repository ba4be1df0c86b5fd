/// The guest's clocks must go as the host's do.
///
/// A service that is asked so answers any datagram with its monotonic clock in nanoseconds, as 8
/// bytes, the lowest first; behind it may stand nanoseconds of its wall clock since 1970, likewise.
public struct ClockStep: Equatable, Sendable {
  /// Where the service is asked.
  public var port: UInt16
  /// How the monotonic clock is compared; nil if it is not.
  public var rate: Rate?
  /// How far the wall clock may be off; nil if it does not matter.
  public var wallTolerance: Duration?

  public init(port: UInt16, rate: Rate? = nil, wallTolerance: Duration? = nil) {
    self.port = port
    self.rate = rate
    self.wallTolerance = wallTolerance
  }

  /// A comparison of rates.
  public struct Rate: Equatable, Sendable {
    /// How long it takes; the guest is left alone meanwhile.
    public var duration: Duration
    /// How many millionths the guest may be faster or slower.
    public var partsPerMillion: Double

    public init(duration: Duration, partsPerMillion: Double) {
      self.duration = duration
      self.partsPerMillion = partsPerMillion
    }
  }

  var title: String {
    guard let rate else { return "wall clock" }
    let duration = DurationText.short(rate.duration)
    let clocks = wallTolerance == nil ? "clock" : "clocks"
    return "\(clocks) for \(duration), \(DurationText.fixed(rate.partsPerMillion, digits: 0)) ppm"
  }
}
