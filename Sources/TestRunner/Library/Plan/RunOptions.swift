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
  /// gdb, searched in `PATH` unless it is a path.
  public var debugger = RunOptions.usualDebugger
  /// Folders in which clients are searched, as in `PATH`; nil for that of this process.
  var clientPath: String?
  static let usualDebugger = "gdb"
  static let usualQEMU = "qemu-system-x86_64"
  /// Whether the images are taken as they are.
  public var skipsBuild = false
  /// Whether a machine is left running after a failure.
  public var keepsMachine = false
  /// Whether all that reaches the guests is kept, for `testrunner replay`.
  public var isRecorded = false
  /// Whether the counts that tests find become the new baseline.
  public var updatesBaseline = false
  /// Whether the images note what they execute, and reports tell it.
  public var collectsCoverage = false
  /// Whether that machine is stopped where it was.
  public var pausesMachine = false
  /// Factor for every time limit.
  public var timeoutScale = 1.0

  /// Replaces the manifest's tools in the image; nil keeps them.
  public var tools: Set<GuestTool>?

  /// Decides on the faults of bad links; nil for a number of the manifest's, or any.
  public var linkSeed: UInt64?

  public init() {}

  /// The same for an attempt at a test, of which the second is recorded.
  ///
  /// What fails only at times is hard to see twice. Those after it are not, as a recorded guest is
  /// slow. Nor is a guest of KVM's: only the translator records, and what always fails under KVM
  /// may pass there.
  ///
  /// - Parameters:
  ///   - number: Which attempt it is, from 1.
  ///   - test: The test.
  ///   - choose: What executes a guest where the test leaves it to a probe.
  /// - Returns: These options, with the recording where it is possible.
  func recording(
    retry number: Int, of test: TestCase,
    choosing choose: (MachineConfiguration) -> MachineConfiguration.Accelerator = {
      AcceleratorProbe.choose($0)
    }
  ) -> RunOptions {
    var options = self
    guard number == 2, let manifest = try? test.manifest.get() else { return options }
    // What a manifest gives to QEMU may not suit a recording, nor do frames with a header of the
    // host's before them; what a bad link does, its seed repeats, and a slower guest would hide it.
    // Instructions of a recorded guest are not compared: one that executes more would pass.
    let isSuited = manifest.qemuArguments.isEmpty && !manifest.network.offersOffload
    let isOther = manifest.hasBadLink || manifest.countsInstructions
    guard isSuited && !isOther else { return options }
    var configuration = MachineConfiguration(image: "")
    configuration.program = qemu
    let executor = test.accelerator == .auto ? choose(configuration) : test.accelerator
    options.isRecorded = isRecorded || executor == .tcg
    return options
  }

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
    if collectsCoverage { words += ["--coverage"] }
    if timeoutScale != 1 {
      words += ["--timeout-scale", DurationText.fixed(timeoutScale, digits: 2)]
    }
    return words
  }
}
