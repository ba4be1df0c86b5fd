internal import Machine
internal import Yams

/// Reads what a manifest plugs into the machine.
struct DeviceReader {
  let collector: Fields.Collector

  /// Reads the keys of devices at the top of a manifest.
  func read(_ fields: Fields, into devices: inout MachineDevices) {
    fields.read("rng", .flag, into: &devices.hasEntropySource)
    fields.read("balloon", .flag, into: &devices.hasBalloon)
    fields.read("ports", .list(of: .portName), into: &devices.ports)
    // What the smallest board has room for, and what the guest's driver takes.
    if devices.ports.count > 7 { fields.report("there can be at most 7 ports", at: "ports") }
    if Set(devices.ports).count != devices.ports.count {
      fields.report("a port is named twice", at: "ports")
    }
    guard let node = fields.node("disks") else { return }
    let items = node.sequence.map(Array.init) ?? [node]
    devices.disks = items.compactMap(disk)
    if items.count > 4 { fields.report("there can be at most 4 disks", at: "disks") }
  }

  private func disk(_ node: Node) -> MachineDisk? {
    let known = ["size", "read-only", "text", "bad-sector"]
    let fields = Fields(node, of: "a disk", known: known, into: collector)
    guard node.mapping != nil, let byteCount = fields.require("size", .byteCount) else {
      return nil
    }
    var disk = MachineDisk(byteCount: byteCount)
    if byteCount == 0 || byteCount % 512 != 0 {
      fields.report("a disk has whole sectors of 512 bytes", at: "size")
    }
    fields.read("read-only", .flag, into: &disk.isReadOnly)
    fields.read("text", .bytes, into: &disk.contents)
    if disk.contents.count > byteCount {
      fields.report("the text is longer than the disk", at: "text")
    }
    disk.badSector = fields.read("bad-sector", .integer(0...max(0, byteCount / 512 - 1)))
    return disk
  }

  /// Reports steps about devices that the manifest does not plug in.
  func check(_ steps: [Step], against devices: MachineDevices, at fields: Fields) {
    for step in steps {
      switch step.action {
      case .disk(let disk) where disk.number >= devices.disks.count:
        fields.report("there is no disk \(disk.number)", at: "steps")
      case .disk(let disk):
        if disk.offset + disk.bytes.count > devices.disks[disk.number].byteCount {
          fields.report("the bytes reach beyond disk \(disk.number)", at: "steps")
        }
      case .balloon where !devices.hasBalloon:
        fields.report("a step needs “balloon: true” at the top", at: "steps")
      default: break
      }
    }
  }
}

extension NodeDecoder where Value == Int {
  /// A number of bytes, such as 512, 64K, 8M or 1G.
  static var byteCount: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
      let unit = text.last.flatMap { units[$0] } ?? 1
      let digits = unit == 1 ? text[...] : text.dropLast()
      guard let count = Int(digits), count >= 0, count <= (1 << 40) / unit else {
        return .problem("expected a size such as 512, 64K, 8M or 1G, found “\(text)”")
      }
      return .value(count * unit)
    }
  }
}

extension NodeDecoder where Value == String {
  /// The name of a port, which is part of a file's name and of QEMU's arguments.
  static var portName: NodeDecoder {
    text.then { text in
      let isPlain = text.utf8.allSatisfy { byte in
        (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2d || byte == 0x2e
      }
      guard isPlain, text.utf8.count <= 32 else {
        return .problem(
          "expected small letters, digits, points and hyphens, at most 32, found “\(text)”")
      }
      return .value(text)
    }
  }
}
