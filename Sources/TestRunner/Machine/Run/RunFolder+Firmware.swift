internal import Glibc

extension RunFolder {
  /// Writes the runner's own firmware, which takes a page of the disk.
  ///
  /// - Throws: `refused` if it cannot be written.
  func writeFirmware() throws(MachineError) {
    let path = file(Name.firmware)
    let descriptor = try Descriptor(path: path, flags: O_WRONLY | O_CREAT | O_TRUNC)
    let code = Firmware.code
    let offset = off_t(Firmware.byteCount - code.count)
    guard pwrite(descriptor.number, code, code.count, offset) == code.count else {
      throw .refusal("write", path)
    }
  }
}
