internal import Glibc

extension RunFolder {
  /// Makes the files of a machine's disks.
  ///
  /// They have holes where they are zero, so that large ones cost nothing.
  ///
  /// - Throws: `refused` if one cannot be made.
  func makeDisks(_ disks: [MachineDisk]) throws(MachineError) {
    for (number, disk) in disks.enumerated() {
      let path = file(MachineDevices.fileName(ofDisk: number))
      let descriptor = try Descriptor(path: path, flags: O_WRONLY | O_CREAT | O_TRUNC)
      guard descriptor.writeAll(disk.contents), ftruncate(descriptor.number, disk.byteCount) == 0
      else { throw .refusal("make disk", path) }
    }
  }
}
