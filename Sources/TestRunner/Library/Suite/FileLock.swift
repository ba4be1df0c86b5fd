internal import Glibc

/// A lock between processes and threads, which ends with its owner however that ends.
enum FileLock {
  /// Does something while nobody else holds the lock of a file.
  ///
  /// - Parameters:
  ///   - path: The file, made if it is missing. Where it cannot be made, there is no lock.
  ///   - whenBusy: Called again and again while somebody else has it; says whether to wait on.
  ///   - body: What to do.
  /// - Returns: What that gave; nil if it was not waited for any longer.
  static func withLock<Result>(
    _ path: String, whenBusy: () -> Bool = { true }, body: () -> Result
  ) -> Result? {
    hold(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644), whenBusy: whenBusy, body: body)
  }

  /// Does something while nobody else holds the lock of the folder in which a file lies.
  ///
  /// It leaves nothing beside the file.
  ///
  /// - Parameters:
  ///   - path: The file, which need not be there.
  ///   - body: What to do.
  /// - Returns: What that gave.
  static func withFolderLock<Result>(of path: String, body: () -> Result) -> Result? {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "."
    let descriptor = open(String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    return hold(descriptor, whenBusy: { true }, body: body)
  }

  private static func hold<Result>(
    _ descriptor: Int32, whenBusy: () -> Bool, body: () -> Result
  ) -> Result? {
    defer { if descriptor >= 0 { close(descriptor) } }
    while descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      // A file system without locks leaves it to luck.
      guard errno == EWOULDBLOCK || errno == EINTR else { break }
      guard whenBusy() else { return nil }
      // The kernel wakes nobody for a lock who also wants to hear of an interrupt.
      poll(nil, 0, 20)
    }
    return body()
  }
}
