/// The arguments of QEMU for a machine.
public enum QEMUCommandLine {
  /// Where the guest's channels lead.
  public enum Channels: Equatable, Sendable {
    /// To the runner, by descriptors that QEMU inherits under the numbers of `Inherited`.
    case runner
    /// To a person's terminal and to files, for repeating a run by hand without network.
    case terminal
  }

  /// The numbers under which QEMU inherits the runner's descriptors, after the standard three.
  enum Inherited {
    static let console = 3
    static let records = 4
    static let monitor = 5
    static let link = 6
    /// Those of the other network cards follow.
    static let furtherLinks = 7

    /// The number of the guest's memory, which comes last.
    static func memory(_ configuration: MachineConfiguration) -> Int {
      guard configuration.network != nil else { return link }
      return furtherLinks + configuration.furtherNetworks.count
    }
  }

  /// The name of the link to the guest's network card.
  static let linkName = "link"

  /// Ports that the guest knows.
  enum Port {
    static let records = "0xe9"
    static let exit = "0xf4"
  }

  /// Makes the arguments, the program not included.
  ///
  /// QEMU must run in the run folder: file names are relative, so that two runs differ in nothing
  /// and paths of sockets stay short.
  ///
  /// - Parameters:
  ///   - configuration: The machine; an accelerator left to choose counts as `tcg`.
  ///   - channels: Where console, records, monitor and network lead.
  /// - Returns: The arguments in a fixed order.
  public static func make(
    _ configuration: MachineConfiguration, channels: Channels = .runner
  ) -> [String] {
    isolation(configuration) + board(configuration, channels) + execution(configuration, channels)
      + guestChannels(configuration, channels)
      + monitor(channels) + network(configuration, channels)
      + furtherNetworks(configuration, channels) + devices(configuration)
      + configuration.extraArguments
  }

  /// Nothing but what is asked for, and a machine that stays to be examined when it fails.
  private static func isolation(_ configuration: MachineConfiguration) -> [String] {
    let reset = configuration.restartsOnReset ? "reboot=reset" : "reboot=shutdown"
    return ["-nodefaults", "-no-user-config", "-display", "none", "-monitor", "none"]
      + (configuration.restartsOnReset ? [] : ["-no-reboot"])
      + ["-action", "\(reset),shutdown=pause,panic=pause"]
  }

  private static func board(
    _ configuration: MachineConfiguration, _ channels: Channels
  ) -> [String] {
    // By hand, nobody shares it.
    let isShared = configuration.sharesMemory && channels == .runner
    let memory = isShared ? ",memory-backend=memory" : ""
    var arguments = ["-M", machine(configuration.kind) + memory]
    if isShared {
      let size = "size=\(configuration.memoryMiB)M,share=on"
      let path = "/proc/self/fd/\(Inherited.memory(configuration))"
      arguments += ["-object", "memory-backend-file,id=memory,\(size),mem-path=\(path)"]
    }
    if let firmware = firmware(configuration) { arguments += ["-bios", firmware] }
    if configuration.kind == .microvm {
      let isLegacy = configuration.virtio == .legacy
      arguments += ["-global", "virtio-mmio.force-legacy=\(isLegacy)"]
    }
    arguments += ["-m", "\(configuration.memoryMiB)M", "-smp", "\(configuration.processors)"]
    return arguments
      + (configuration.medium.map { medium($0, configuration.kind) } ?? image(configuration))
  }

  /// The file that the firmware is in; nil if QEMU, or the medium, chooses.
  static func firmware(_ configuration: MachineConfiguration) -> String? {
    guard configuration.medium == nil else { return nil }
    guard configuration.firmware == RunFolder.Name.firmware else { return configuration.firmware }
    // Who changes the machine may want what qboot hands on: the tables of ACPI, say.
    let isChanged = configuration.extraArguments.contains { $0 == "-machine" || $0 == "-M" }
    return configuration.kind == .microvm && !isChanged ? configuration.firmware : "qboot.rom"
  }

  /// The image, loaded by QEMU itself.
  private static func image(_ configuration: MachineConfiguration) -> [String] {
    let commandLine = configuration.commandLine
    return ["-kernel", configuration.image]
      + (commandLine.isEmpty ? [] : ["-append", commandLine])
  }

  private static func machine(_ kind: MachineConfiguration.Kind) -> String {
    switch kind {
    case .microvm: "microvm,acpi=off,pit=on,pic=on,rtc=on,isa-serial=off,x-option-roms=off"
    case .pc: "pc,hpet=off,vmport=off,usb=off"
    case .q35: "q35,hpet=off,vmport=off,usb=off,sata=off,smbus=off,smm=off"
    }
  }

  private static func execution(
    _ configuration: MachineConfiguration, _ channels: Channels
  ) -> [String] {
    let isKVM = configuration.accelerator == .kvm
    let cache = configuration.translationCacheMiB.map { ",tb-size=\($0)" } ?? ""
    var arguments = ["-accel", isKVM ? "kvm" : "tcg\(cache)"]
    arguments += ["-cpu", configuration.processorModel ?? (isKVM ? "host" : "max")]
    if let counting = configuration.instructionCounting {
      arguments += ["-icount", "shift=\(counting.shift),sleep=\(counting.sleeps ? "on" : "off")"]
    }
    arguments += recording(configuration)
    // The runner lets the processors go once it can hear every event of the monitor.
    return arguments + (channels == .runner || configuration.startsPaused ? ["-S"] : [])
  }

  private static func guestChannels(
    _ configuration: MachineConfiguration, _ channels: Channels
  ) -> [String] {
    let isRunner = channels == .runner
    var arguments = [
      "-chardev",
      isRunner
        ? "socket,id=console,fd=\(Inherited.console),logfile=\(RunFolder.Name.console)"
        : "stdio,id=console,signal=on",
      "-device", "isa-serial,index=0,chardev=console",
      "-chardev",
      isRunner
        ? "socket,id=records,fd=\(Inherited.records),logfile=\(RunFolder.Name.records)"
        : "file,id=records,path=\(RunFolder.Name.records)",
    ]
    if configuration.hasRecordChannel {
      arguments += ["-device", "isa-debugcon,iobase=\(Port.records),chardev=records"]
    }
    arguments += [
      "-device", "isa-debug-exit,iobase=\(Port.exit),iosize=4",
    ]
    if configuration.hasPanicDevice { arguments += ["-device", "pvpanic"] }
    if configuration.hasDebugPort {
      arguments += [
        "-chardev", "socket,id=debugger,path=\(RunFolder.Name.debugger),server=on,wait=off",
        "-device", "isa-serial,index=1,chardev=debugger",
      ]
    }
    if configuration.hasSamplerPort {
      arguments += [
        "-chardev", "socket,id=sampler,path=\(RunFolder.Name.sampler),server=on,wait=off",
        "-device", "isa-serial,index=2,chardev=sampler",
      ]
    }
    return arguments
  }

  private static func monitor(_ channels: Channels) -> [String] {
    let attachable = [
      "-chardev", "socket,id=attach,path=\(RunFolder.Name.monitor),server=on,wait=off",
      "-mon", "chardev=attach,mode=control",
    ]
    guard channels == .runner else { return attachable }
    return [
      "-chardev", "socket,id=monitor,fd=\(Inherited.monitor)", "-mon",
      "chardev=monitor,mode=control",
    ] + attachable
  }

  private static func network(
    _ configuration: MachineConfiguration, _ channels: Channels
  ) -> [String] {
    guard let network = configuration.network else { return [] }
    let inherited =
      network.isDetoured
      ? "dgram,id=\(linkName),local.type=fd,local.str=\(Inherited.link)"
      : "tap,id=\(linkName),fd=\(Inherited.link)"
    let backend = channels == .runner ? inherited : "user,id=\(linkName)"
    let isMicro = configuration.kind == .microvm
    var device = isMicro ? "virtio-net-device" : "virtio-net-pci,\(sides(configuration)),romfile="
    device += ",netdev=\(linkName),mac=\(network.guestMAC)"
    if let size = network.receiveQueueSize { device += ",rx_queue_size=\(size)" }
    if configuration.recording != nil { device += ",tx=timer" }
    let capturesPackets = network.capturesPackets && !network.offersOffload
    let capture = [
      "-object", "filter-dump,id=capture,netdev=\(linkName),file=\(RunFolder.Name.capture)",
    ]
    return ["-netdev", backend, "-device", device] + recordedLink(configuration)
      + (capturesPackets ? capture : [])
  }

  /// Which of its two interfaces a device on the PCI bus has.
  static func sides(_ configuration: MachineConfiguration) -> String {
    switch configuration.virtio {
    case .modern: "disable-legacy=on"
    case .transitional: "disable-legacy=off"
    case .legacy: "disable-legacy=off,disable-modern=on"
    }
  }
}
