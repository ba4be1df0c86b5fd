public import Machine

/// What the command line changes in every test of a run.
public struct RunOptions: Equatable, Sendable {
  /// Replaces the manifest's machines; nil keeps them.
  public var machine: MachineKind?
  /// Replaces the manifest's media; nil keeps them.
  public var medium: BootMedium?
  /// Replaces the manifest's memory, in mebibytes; nil keeps it.
  public var memoryMegabytes: Int?
  /// Replaces the manifest's number of processors; nil keeps it.
  public var processorCount: Int?
  /// Whether Linux plays the guest.
  public var isReference = false
  /// What executes the guests' instructions; `auto` leaves it to the manifest.
  public var accelerator = MachineConfiguration.Accelerator.auto
  /// QEMU, searched in `PATH` unless it is a path.
  public var qemu = RunOptions.usualQEMU
  static let usualQEMU = "qemu-system-x86_64"
  /// Whether the images are taken as they are.
  public var skipsBuild = false
  /// Whether a machine is left running after a failure.
  public var keepsMachine = false
  /// Whether all that reaches the guests is kept, for `testrunner replay`.
  public var isRecorded = false
  /// Whether that machine is stopped where it was.
  public var pausesMachine = false
  /// Factor for every time limit.
  public var timeoutScale = 1.0

  /// Replaces the manifest's tools in the image; nil keeps them.
  public var tools: Set<GuestTool>?

  /// Decides on the faults of bad links; nil for a number of the manifest's, or any.
  public var linkSeed: UInt64?

  public init() {}

  /// The options as words of a command line, for the command that repeats a run.
  var words: [String] {
    var words: [String] = []
    if let machine { words += ["--machine", machine.rawValue] }
    if let medium { words += ["--boot", "\(medium)"] }
    if let memoryMegabytes { words += ["--memory", "\(memoryMegabytes)"] }
    if let processorCount { words += ["--processors", "\(processorCount)"] }
    if isReference { words += ["--reference", "linux"] }
    if accelerator != .auto { words += ["--accel", accelerator.rawValue] }
    if qemu != Self.usualQEMU { words += ["--qemu", qemu] }
    if let linkSeed { words += ["--seed", "\(linkSeed)"] }
    if isRecorded { words += ["--record"] }
    if timeoutScale != 1 {
      words += ["--timeout-scale", DurationText.fixed(timeoutScale, digits: 2)]
    }
    return words
  }
}
