public import Profiler
public import Telemetry

/// Samples the guest while other steps drive it; the profile must be as expected.
///
/// The recording, a picture and a report stay in the run folder.
public struct ProfileStep: Equatable, Sendable {
  /// By which interrupt the guest samples.
  public var mode = SamplingMode.timer
  /// Samples per second.
  public var rate: UInt32 = 1000
  /// What is done meanwhile.
  public var steps: [Step] = []
  /// What functions must take of the busy time.
  public var shares: [ShareCheck] = []
  /// How many samples may be lost; nil if it does not matter.
  public var allowedLoss: UInt64?
  /// How many samples there must be at least.
  public var leastSampleCount = 1
  /// How many of 100 stacks must be complete.
  public var completePercent = 0.0

  /// Makes a step that expects nothing.
  public init() {}

  static let recordingName = "profile.swprof"
  static let pictureName = "profile.svg"
  static let reportName = "profile.html"

  var title: String {
    let mode = mode == .nonMaskable ? "nmi, " : ""
    return "profile at \(mode)\(rate) Hz" + (steps.isEmpty ? "" : " of \(steps.count) steps")
  }
}
