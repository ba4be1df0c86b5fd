// TestRunner: manifest, plan, steps, verdicts and reporters.
//
// A plan is a value made before anything runs; the runner posts events; reporters consume them.
// Records and QMP decide what a guest did; its console text decides only in a `console` step.

public import Machine

/// What a service folder asks of the runner: the contents of its test manifest.
public struct Manifest: Equatable, Sendable {
  /// One sentence for the reports; empty if the manifest gives none.
  public var summary = ""
  /// Words by which people choose tests.
  public var tags: [String] = []
  /// Whether no other test may run beside it, because it measures what others would disturb.
  public var isAlone = false
  /// Places that it takes of those that run at the same time.
  public var weight = 1
  /// Every machine that the test runs on, in order; never empty.
  public var machines: [MachineKind] = [.microvm]
  /// Every medium that the guest is started from, in order; empty if QEMU itself loads it.
  public var media: [BootMedium] = []
  /// What the virtio devices look like to drivers.
  public var virtio = MachineConfiguration.VirtioInterface.modern
  /// Every size of memory that the test runs with, in mebibytes, in order; never empty.
  public var memorySizes = [32]
  /// Every number of processors that the test runs with, in order; never empty.
  public var processorCounts = [1]
  /// Everything that executes the guest in turn; `auto` alone leaves it to a probe.
  public var accelerators: [MachineConfiguration.Accelerator] = [.auto]
  /// How the image is compiled; nil leaves it to the environment.
  public var configuration: BuildConfiguration?
  /// What the image is linked with beside the service.
  public var tools: Set<GuestTool> = []
  public var network = NetworkSettings()
  /// The same for the network cards behind the first.
  public var furtherNetworks: [NetworkSettings] = []
  /// What happens to the frames between guest and host, and who looks at them.
  public var wire = WireSettings()
  /// Words added to the kernel's command line.
  public var arguments: [String] = []
  /// Words added to QEMU's command line, after the runner's own.
  public var qemuArguments: [String] = []
  /// What is plugged into the machine besides the network.
  public var devices = MachineDevices()
  /// Programs that are started before the guest and run beside it to the end.
  public var sidecars: [Sidecar] = []
  /// What serves on Linux what the guest does, for `--reference linux`; nil if nothing is known to.
  public var reference: Sidecar?
  /// Whether the guest's records have a channel.
  public var hasRecordChannel = true
  public var readiness = Readiness.record
  public var limits = PhaseLimits()
  public var expectation = ExpectedVerdict.passed
  public var steps: [Step] = []

  public init() {}

  /// Whether frames go over a link that may do something to them, now or by a step.
  var hasBadLink: Bool {
    wire.link != nil
      || steps.flatMap(\.all).contains {
        if case .link(.impaired) = $0.action { true } else { false }
      }
  }

  /// Whether some step counts the guest's instructions.
  var countsInstructions: Bool { steps.contains(where: \.isMeasure) }

  /// How often the host resets the machine at most.
  var rebootCount: Int {
    steps.reduce(0) { $0 + $1.count { $0 == .reboot } }
      + scenarios.reduce(0) { $0 + $1.rebootCount }
  }

  /// How often the guest is to reset the machine.
  var resetCount: Int {
    steps.reduce(0) { $0 + $1.count { $0 == .power(.reset) } }
  }
}

/// The boards that QEMU emulates and the kernel boots on.
public typealias MachineKind = MachineConfiguration.Kind

/// The guest's place in the network that it shares with its test alone.
public struct NetworkSettings: Equatable, Sendable {
  /// The guest's address in dotted decimal.
  public var address = "10.0.0.42"
  /// Bits of the network part, 1 to 30.
  public var prefixLength = 24
  /// The host's end of the TAP device, which is also the guest's gateway.
  public var gateway = "10.0.0.1"
  /// Whether the guest is told its address on the command line.
  public var isConfigured = true
  /// Whether host and guest may leave checksums to each other.
  public var offersOffload = false

  public init() {}
}

/// What shows that the service has started.
public enum Readiness: Equatable, Sendable {
  /// The record that the kernel sends when its run loop first goes idle.
  case record
  /// A line of the console, for guests that send no records.
  case console(String)
}
