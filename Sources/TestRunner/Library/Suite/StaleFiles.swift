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
    for (name, isFolder) in Folder.entries(in: folder) {
      if isFolder {
        if depth > 0 { sweep("\(folder)/\(name)", depth: depth - 1) }
      } else if isStale(name) {
        unlink("\(folder)/\(name)")
      }
    }
  }

  /// Whether a name is that of a file whose writer has ended.
  static func isStale(_ name: String) -> Bool {
    // Most names end with a letter: every run looks at hundreds.
    guard let last = name.utf8.last, (0x30...0x39).contains(last),
      let point = name.lastIndex(of: "."), point != name.startIndex,
      let number = pid_t(name[name.index(after: point)...]), number > 0
    else { return false }
    return kill(number, 0) != 0 && errno == ESRCH
  }
}
