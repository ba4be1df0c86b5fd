internal import Glibc

/// A file that takes no room for what is zero.
public enum SparseFile {
  /// Replaces a file by one without the blocks that hold nothing but zeros.
  ///
  /// If that fails, the file stays as it is.
  ///
  /// - Parameter path: The file; it reads the same afterwards.
  public static func digHoles(in path: String) {
    let temporary = UnfinishedFile.name(for: path)
    guard let file = try? Descriptor(path: path, flags: O_RDONLY),
      let copy = try? Descriptor(path: temporary, flags: O_WRONLY | O_CREAT | O_TRUNC)
    else { return }
    guard copyParts(of: file, to: copy), rename(temporary, path) == 0 else {
      unlink(temporary)
      return
    }
  }

  /// Bytes that a file takes on its disk; 0 if there is none.
  public static func usedByteCount(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_blocks) * 512 : 0
  }

  /// Writes what is not zero to the same places.
  private static func copyParts(of file: Descriptor, to copy: Descriptor) -> Bool {
    var chunk = [UInt8](repeating: 0, count: chunkByteCount)
    var offset = 0
    while true {
      let count = pread(file.number, &chunk, chunk.count, off_t(offset))
      if count == 0 { return ftruncate(copy.number, off_t(offset)) == 0 }
      guard count > 0 else { return false }
      let isWritten =
        isZero(chunk, count) || pwrite(copy.number, chunk, count, off_t(offset)) == count
      guard isWritten else { return false }
      offset += count
    }
  }

  private static func isZero(_ bytes: [UInt8], _ count: Int) -> Bool {
    memcmp(bytes, zeros, count) == 0
  }

  private static let chunkByteCount = 16384
  private static let zeros = [UInt8](repeating: 0, count: chunkByteCount)
}
