import Kernel

/// Writes patterns to a disk from several tasks and reads them back.
@main struct DiskTest: Service {
  static func start(_ system: System) async throws(DiskError) {
    guard let disk = system.disk else { return system.check(false, "there is a disk") }
    system.check(disk.sectorCount == 16384, "it has 8 MiB")
    system.check(system.disks[1] == nil, "there is no other")
    let serial = try await disk.serialNumber()
    system.check(serial == Array("disk0".utf8), "it has a serial number")
    let greeting = try await disk.read(sectors: 0..<1)
    system.check(greeting.starts(with: "hello".utf8), "it holds what the host put there")

    // More tasks than requests that the device takes at once.
    await withTaskGroup(of: Bool.self) { group in
      for number in 0..<64 {
        group.addTask { await writesAndReadsBack(disk, UInt64(1 + number * 16)) }
      }
      var areRight = true
      for await isRight in group { areRight = areRight && isRight }
      system.check(areRight, "all tasks read what they wrote")
    }
    // So many that one always waits, and all together more than there is memory.
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<96 {
        group.addTask {
          for _ in 0..<20 { _ = try? await disk.read(sectors: 8192..<8256) }
        }
      }
      for await _ in group {}
    }
    // More than one transfer.
    let large = (0..<3 << 20).map { UInt8(truncatingIfNeeded: $0 >> 9) }
    try await disk.write(large, at: 8192)
    let back = try await disk.read(sectors: 8192..<8192 + 6144)
    system.check(back == large, "three mebibytes come back")

    let buffer = DiskBuffer(byteCount: 4096)
    buffer.withMutableBytes { bytes in
      for offset in 0..<4096 {
        bytes.storeBytes(
          of: UInt8(truncatingIfNeeded: offset), toByteOffset: offset, as: UInt8.self)
      }
    }
    try await disk.write(buffer, at: 4096)
    try await disk.flush()
    let again = DiskBuffer(byteCount: 4096)
    try await disk.read(into: again, at: 4096)
    let last = again.withMutableBytes { $0.bytes.unsafeLoad(fromByteOffset: 4095, as: UInt8.self) }
    system.check(last == 0xff, "a buffer comes back")
    system.console.print("written")
    while true { try? await Task.sleep(for: .seconds(3600)) }
  }

  /// Writes 16 sectors that name themselves and reads them back.
  static func writesAndReadsBack(_ disk: Disk, _ sector: UInt64) async -> Bool {
    let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: sector >> 4), count: 16 * 512)
    do throws(DiskError) {
      try await disk.write(bytes, at: sector)
      return try await disk.read(sectors: sector..<sector + 16) == bytes
    } catch {
      return false
    }
  }
}
