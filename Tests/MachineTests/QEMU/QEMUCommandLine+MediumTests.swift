internal import Testing

@testable internal import Machine

@Suite struct QEMUCommandLineMediumTests {
  /// The whole command line of a machine that starts from a medium.
  private func arguments(_ medium: BootMedium, _ kind: MachineConfiguration.Kind) -> [String] {
    var configuration = MachineConfiguration(image: "/images/dns.elf")
    configuration.kind = kind
    configuration.medium = medium
    return QEMUCommandLine.make(configuration)
  }

  @Test func `a pc has an IDE disk, whose changes are forgotten`() {
    let medium = QEMUCommandLine.medium(BootMedium(.seabios, .vdi), .pc)
    #expect(
      medium == [
        "-drive", "if=none,id=boot,file=boot.vdi,format=vdi,snapshot=on", "-device",
        "ide-hd,drive=boot,bootindex=0",
      ])
  }

  @Test func `a q35 has a virtio disk, and an AHCI controller for a CD`() {
    let disk = QEMUCommandLine.medium(BootMedium(.ovmf, .qcow2), .q35)
    #expect(disk.prefix(2) == ["-bios", "OVMF.fd"])
    #expect(disk.suffix(2) == ["-device", "virtio-blk-pci,drive=boot,bootindex=0"])
    let cd = QEMUCommandLine.medium(BootMedium(.ovmf, .iso), .q35)
    #expect(cd.contains("if=none,id=boot,file=boot.iso,format=raw,media=cdrom,readonly=on"))
    #expect(
      cd.suffix(3) == ["ahci,id=ahci", "-device", "ide-cd,bus=ahci.0,drive=boot,bootindex=0"])
  }

  @Test func `firmware that finds a boot loader gets neither image nor qboot`() {
    for kind in [MachineConfiguration.Kind.pc, .q35] {
      for medium in [BootMedium(.seabios, .raw), BootMedium(.ovmf, .iso)] {
        let arguments = arguments(medium, kind)
        #expect(!arguments.contains("-kernel"))
        #expect(!arguments.contains("-append"))
        #expect(!arguments.contains("qboot.rom"))
      }
    }
  }
}
