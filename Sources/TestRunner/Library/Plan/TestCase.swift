public import Machine

/// One service on one machine, with one size of memory.
public struct TestCase: Equatable, Sendable {
  public var service: ServiceFolder
  /// What to do; or why that cannot be known.
  public var manifest: Result<Manifest, InvalidManifest>
  public var machine: MachineKind
  /// What the guest is started from; nil if QEMU itself loads it.
  public var medium: BootMedium?
  /// Memory of the guest in mebibytes.
  public var memoryMegabytes = 32
  public var processorCount = 1
  /// What executes the guest; `auto` leaves it to a probe.
  public var accelerator = MachineConfiguration.Accelerator.auto
  /// Decides on the faults of a bad link, and on what a scenario leaves to chance.
  public var linkSeed: UInt64 = 0
  /// Whether each of several runs has a seed of its own; not if the manifest names one.
  public var drawsSeed = false
  /// Whether the machine is to outlive the runner.
  public var isLeftRunning = false
  /// What tells the case from others of its service; empty if there are none.
  public var variant: [String] = []
  /// Which of several runs of the same case this is, from 1; 0 if there is one.
  public var repetition = 0
  /// The command that runs this case and no other.
  public var repeatWords: [String] = []

  public init(
    service: ServiceFolder, manifest: Result<Manifest, InvalidManifest>, machine: MachineKind
  ) {
    self.service = service
    self.manifest = manifest
    self.machine = machine
  }

  /// What reports call the case.
  public var name: String {
    repetition == 0 ? plainName : "\(plainName) (run \(repetition))"
  }

  /// The name without what tells repetitions apart.
  public var plainName: String {
    variant.isEmpty ? service.name : "\(service.name) on \(variant.joined(separator: ", "))"
  }

  /// The repeating command, quoted for a shell.
  public var repeatCommand: String {
    ShellQuoting.line(repeatWords)
  }
}

extension TestCase {
  /// Why the test's accelerator is of no use on this host; nil if it is.
  ///
  /// What a probe found to be slower than the translator is none.
  var unusable: String? {
    guard accelerator == .kvm, (try? manifest.get())?.accelerators.contains(.kvm) == true,
      (try? manifest.get())?.accelerators.count ?? 1 > 1
    else { return nil }
    if !AcceleratorProbe.canOpenKVM { return "kvm: this user cannot open /dev/kvm" }
    let choice = AcceleratorProbe.choose(MachineConfiguration(image: ""))
    return choice == .kvm ? nil : "kvm: slower than tcg on this host, as a probe found"
  }

  /// Why the test cannot be run as the command line wants it, on any host; nil if it can.
  func reasonAgainst(_ options: RunOptions) -> String? {
    options.isRecorded && accelerator == .kvm ? "kvm: only tcg can record what reaches it" : nil
  }
}
