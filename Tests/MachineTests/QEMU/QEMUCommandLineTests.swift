internal import TestSupport
internal import Testing

@testable internal import Machine

@Suite struct QEMUCommandLineTests {
  /// A case and its arguments, one option with its value per line.
  private static let cases: [(String, MachineConfiguration, QEMUCommandLine.Channels)] = {
    let plain = MachineConfiguration(image: "/images/dns.elf")
    var pc = plain
    pc.kind = .pc
    pc.network?.receiveQueueSize = 1024
    pc.kernelArguments = ["log=debug"]
    var q35 = plain
    q35.kind = .q35
    q35.firmware = nil
    q35.hasDebugPort = false
    q35.network?.capturesPackets = false
    var counting = plain
    counting.instructionCounting = .init()
    counting.processors = 2
    counting.translationCacheMiB = nil
    counting.extraArguments = ["-d", "int"]
    var legacy = plain
    legacy.virtio = .legacy
    var legacyPC = pc
    legacyPC.virtio = .legacy
    legacyPC.network?.offersOffload = true
    var bare = plain
    bare.accelerator = .kvm
    bare.network = nil
    bare.processorModel = "qemu64"
    bare.hasRecordChannel = false
    bare.restartsOnReset = true
    var shared = plain
    shared.sharesMemory = true
    var equipped = plain
    equipped.devices.hasEntropySource = true
    equipped.devices.hasBalloon = true
    equipped.devices.ports = ["control", "bulk"]
    equipped.devices.disks = [MachineDisk(byteCount: 1 << 20), MachineDisk(byteCount: 512)]
    equipped.devices.disks[1].isReadOnly = true
    equipped.devices.disks[1].badSector = 0
    var equippedPC = equipped
    equippedPC.kind = .pc
    var equippedLegacy = equippedPC
    equippedLegacy.virtio = .legacy
    var cards = plain
    cards.furtherNetworks = [MachineNetwork(number: 1), MachineNetwork(number: 2)]
    return [
      ("cards", cards, .runner), ("equipped", equipped, .runner),
      ("equipped-pc", equippedPC, .runner),
      ("equipped-legacy-pc", equippedLegacy, .runner),
      ("microvm", plain, .runner), ("shared", shared, .runner), ("pc", pc, .runner),
      ("q35", q35, .runner),
      ("counting", counting, .runner), ("bare", bare, .runner), ("terminal", plain, .terminal),
      ("legacy", legacy, .runner), ("legacy-pc", legacyPC, .runner),
    ]
  }()

  @Test(arguments: cases)
  func `makes the expected arguments`(
    name: String, configuration: MachineConfiguration, channels: QEMUCommandLine.Channels
  ) throws {
    let arguments = QEMUCommandLine.make(configuration, channels: channels)
    let text =
      arguments.reduce(into: "") { $0 += ($1.hasPrefix("-") ? "\n" : " ") + $1 }.dropFirst() + "\n"
    #expect(
      String(text) == (try Fixtures().expected("CommandLines/\(name).txt", for: String(text))))
  }

  @Test(arguments: ["-machine", "-M"])
  func `gives a machine that is changed the firmware that hands on tables`(option: String) {
    var configuration = MachineConfiguration(image: "/images/dns.elf")
    #expect(QEMUCommandLine.firmware(configuration) == RunFolder.Name.firmware)
    configuration.extraArguments = [option, "acpi=on"]
    #expect(QEMUCommandLine.firmware(configuration) == "qboot.rom")
  }
}
