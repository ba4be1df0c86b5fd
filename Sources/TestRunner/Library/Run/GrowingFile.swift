internal import Glibc

/// A file that grows.
final class GrowingFile {
  private let number: Int32

  /// Makes an empty file; nil if that cannot be done.
  init?(path: String) {
    number = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard number >= 0 else { return nil }
  }

  deinit { close(number) }

  /// Appends bytes; on a full disk the rest is missing.
  func write(_ bytes: [UInt8]) {
    _ = Folder.write(bytes, to: number)
  }
}
