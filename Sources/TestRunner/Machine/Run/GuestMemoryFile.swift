internal import Glibc

/// The guest's memory as a file that the runner and QEMU share.
///
/// It can be read whatever has become of the guest and of QEMU. The file has no name, so that it
/// ends with those who use it, however they end: QEMU inherits it.
public final class GuestMemoryFile {
  let descriptor: Descriptor

  /// Makes the file in a run folder.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - byteCount: How much memory the guest has.
  /// - Throws: `refused` if there is no room for it.
  public init(in folder: RunFolder, byteCount: Int) throws(MachineError) {
    // The file system of the folder has the room, not the host's memory.
    let path = UnfinishedFile.name(for: folder.file("memory"))
    descriptor = try Descriptor(path: path, flags: O_RDWR | O_CREAT | O_TRUNC)
    unlink(path)
    guard ftruncate(descriptor.number, off_t(byteCount)) == 0 else {
      throw .refusal("make", path)
    }
  }

  /// Reads memory below the hole in which devices lie.
  ///
  /// - Parameters:
  ///   - address: Physical address of the first byte.
  ///   - count: How many bytes.
  /// - Returns: The bytes; nil if the guest has no memory there.
  public func read(at address: UInt64, count: Int) -> [UInt8]? {
    guard count >= 0, address < 1 << 30 else { return nil }
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let part = bytes.withUnsafeMutableBytes { buffer in
        pread(
          descriptor.number, buffer.baseAddress.map { $0 + done }, count - done,
          off_t(address) + off_t(done))
      }
      guard part > 0 || (part < 0 && errno == EINTR) else { return nil }
      done += max(part, 0)
    }
    return bytes
  }
}
