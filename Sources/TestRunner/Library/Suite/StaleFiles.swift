internal import Glibc
internal import Machine

/// Files that a runner was killed over while it wrote them.
///
/// Whoever writes a file first writes another beside it, whose name says so: `UnfinishedFile`. What
/// clients leave in the folder of a run stays, whatever its name ends with.
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
    guard let writer = UnfinishedFile.writer(of: name) else { return false }
    return kill(writer, 0) != 0 && errno == ESRCH
  }
}
