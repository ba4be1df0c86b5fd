extension QEMUCommandLine {
  /// The arguments for what is plugged into a machine.
  static func devices(_ configuration: MachineConfiguration) -> [String] {
    let devices = configuration.devices
    var arguments: [String] = []
    func add(_ device: String, _ options: String...) {
      let bus = configuration.kind == .microvm ? "-device" : "-pci,\(sides(configuration))"
      arguments += ["-device", ([device + bus] + options).joined(separator: ",")]
    }
    if devices.hasEntropySource {
      arguments += ["-object", "rng-random,id=entropy,filename=/dev/urandom"]
      add("virtio-rng", "rng=entropy")
    }
    for (number, disk) in devices.disks.enumerated() {
      arguments += blocks(of: disk, number)
      add("virtio-blk", "drive=disk\(number)", "serial=disk\(number)")
    }
    if !devices.ports.isEmpty {
      add("virtio-serial", "id=ports", "max_ports=\(devices.ports.count + 1)")
    }
    for (index, name) in devices.ports.enumerated() {
      let path = MachineDevices.socketName(ofPort: name)
      arguments += ["-chardev", "socket,id=port\(index),path=\(path),server=on,wait=off"]
      // The first port is kept for consoles.
      let port = "virtserialport,bus=ports.0,nr=\(index + 1),chardev=port\(index),name=\(name)"
      arguments += ["-device", port]
    }
    if devices.hasBalloon { add("virtio-balloon", "id=balloon") }
    return arguments
  }

  /// A disk as nodes: the file, perhaps one that injects errors, and the format.
  private static func blocks(of disk: MachineDisk, _ number: Int) -> [String] {
    let file = "filename=\(MachineDevices.fileName(ofDisk: number))"
    let readOnly = disk.isReadOnly ? ",read-only=on" : ""
    let format = "driver=raw,node-name=disk\(number)\(readOnly)"
    guard let sector = disk.badSector else {
      return ["-blockdev", "\(format),file.driver=file,file.\(file)"]
    }
    let rules = ["read_aio", "write_aio"].enumerated().map { index, event in
      let rule = "inject-error.\(index)"
      return "\(rule).event=\(event),\(rule).errno=5,\(rule).sector=\(sector)"
    }
    let nodes = "driver=blkdebug,node-name=faults\(number),\(rules.joined(separator: ","))"
    return [
      "-blockdev", "\(nodes),image.driver=file,image.\(file)\(readOnly)", "-blockdev",
      "\(format),file=faults\(number)",
    ]
  }
}
