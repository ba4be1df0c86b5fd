internal import Glibc

/// Keeps the folder of a run that goes on from being removed by another runner.
///
/// A lock of the kernel's, which ends with the process however that ends.
final class RunFolderHold: Sendable {
  // Safe: nothing but the end of the object touches the descriptor.
  nonisolated(unsafe) private let descriptor: Descriptor

  /// Takes hold of a folder.
  ///
  /// - Throws: `refused` if the folder cannot be opened.
  init(_ folder: String) throws(MachineError) {
    descriptor = try Descriptor(path: folder, flags: O_RDONLY | O_DIRECTORY)
    // A file system without locks leaves the folder to luck.
    flock(descriptor.number, LOCK_SH | LOCK_NB)
  }

  /// Whether anybody holds a folder.
  static func isHeld(_ folder: String) -> Bool {
    guard let descriptor = try? Descriptor(path: folder, flags: O_RDONLY | O_DIRECTORY) else {
      return false
    }
    return withExtendedLifetime(descriptor) {
      flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
  }
}
