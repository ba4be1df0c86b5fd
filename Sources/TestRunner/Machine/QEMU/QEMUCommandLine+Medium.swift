extension QEMUCommandLine {
  /// What a machine starts from: firmware, and a disk or CD in the run folder.
  ///
  /// What the guest writes to the disk is forgotten. A pc has the controllers that virtual PCs have
  /// (IDE), a q35 those of clouds (virtio).
  static func medium(_ medium: BootMedium, _ kind: MachineConfiguration.Kind) -> [String] {
    let isCD = medium.format == .iso
    let drive = "if=none,id=boot,file=\(medium.fileName),"
    let format = isCD ? "format=raw,media=cdrom,readonly=on" : "format=\(medium.format),snapshot=on"
    // QEMU searches for the file in its own folders.
    let firmware = medium.firmware == .ovmf ? ["-bios", "OVMF.fd"] : []
    return firmware + ["-drive", drive + format] + device(kind, isCD: isCD)
  }

  private static func device(_ kind: MachineConfiguration.Kind, isCD: Bool) -> [String] {
    switch (kind, isCD) {
    case (.q35, false): ["-device", "virtio-blk-pci,drive=boot,bootindex=0"]
    case (.q35, true):
      ["-device", "ahci,id=ahci", "-device", "ide-cd,bus=ahci.0,drive=boot,bootindex=0"]
    case (_, false): ["-device", "ide-hd,drive=boot,bootindex=0"]
    case (_, true): ["-device", "ide-cd,drive=boot,bootindex=0"]
    }
  }
}
