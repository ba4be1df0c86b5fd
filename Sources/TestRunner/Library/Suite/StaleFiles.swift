internal import Glibc

/// Files that a runner was killed over while it wrote them.
///
/// Whoever writes a file first writes another beside it, with its own number as the last part of
/// the name: `Folder.write`.
enum StaleFiles {
  /// Removes what writers that have ended left half-written.
  ///
  /// - Parameter root: The folder `.swiftlet`.
  static func remove(in root: String) {
    sweep(root, depth: 3)
  }

  private static func sweep(_ folder: String, depth: Int) {
    for name in Folder.names(in: folder) {
      let path = "\(folder)/\(name)"
      if isStale(name) {
        unlink(path)
      } else if depth > 0, !isLink(path), Folder.isFolder(path) {
        sweep(path, depth: depth - 1)
      }
    }
  }

  /// Whether a name is that of a file whose writer has ended.
  static func isStale(_ name: String) -> Bool {
    guard let point = name.lastIndex(of: "."), point != name.startIndex,
      let number = pid_t(name[name.index(after: point)...]), number > 0
    else { return false }
    return kill(number, 0) != 0 && errno == ESRCH
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
