public import ArgumentParser
public import Machine
internal import TestRunner

/// Options about the machine that a service runs on.
struct MachineOptions: ParsableArguments {
  @Option(help: "Use this machine instead of the manifest's: microvm, pc or q35.")
  var machine: MachineConfiguration.Kind?

  @Option(
    help: ArgumentHelp(
      "Start from a disk or CD, such as seabios:qcow2 or ovmf:iso, in place of the image itself.",
      valueName: "firmware:format"))
  var boot: BootMedium?

  @Option(help: ArgumentHelp("Use this much memory instead of the manifest's.", valueName: "MiB"))
  var memory: Int?

  @Option(help: "Use so many processors instead of the manifest's.")
  var processors: Int?

  @Option(help: "What executes the guest: auto, tcg or kvm.")
  var accel: MachineConfiguration.Accelerator = .auto

  @Option(help: ArgumentHelp("Use this QEMU.", valueName: "program"))
  var qemu: String?

  @Flag(help: "Take the image as it is.")
  var noBuild = false

  @Option(help: ArgumentHelp("Make every time limit longer or shorter.", valueName: "factor"))
  var timeoutScale = 1.0

  @Option(
    help: ArgumentHelp(
      "Repeat the faults of a bad link; those of further repetitions follow from it.",
      valueName: "number"))
  var seed: UInt64?

  @Flag(help: "Keep all that reaches the guest, for `testrunner replay`; the guest is slower.")
  var record = false

  func validate() throws {
    if let memory, !(1...65536).contains(memory) {
      throw ValidationError("--memory takes 1 to 65536 MiB.")
    }
    if let processors, !(1...64).contains(processors) {
      throw ValidationError("--processors takes 1 to 64.")
    }
    if boot != nil && machine == .microvm {
      throw ValidationError("A microvm has no disks: --boot needs --machine pc or q35.")
    }
    if !(0.01...1000).contains(timeoutScale) {
      throw ValidationError("--timeout-scale takes 0.01 to 1000.")
    }
  }

  var runOptions: RunOptions {
    var options = RunOptions()
    options.machine = machine
    options.medium = boot
    options.memoryMegabytes = memory
    options.processorCount = processors
    options.accelerator = accel
    if let qemu { options.qemu = qemu }
    options.skipsBuild = noBuild
    options.timeoutScale = timeoutScale
    options.linkSeed = seed
    options.isRecorded = record
    return options
  }
}

extension BootMedium: ExpressibleByArgument {
  /// Reads firmware and format, such as `ovmf:iso`.
  public init?(argument: String) { self.init(argument) }
}

extension MachineConfiguration.Kind: ExpressibleByArgument {}
extension MachineConfiguration.Accelerator: ExpressibleByArgument {}
