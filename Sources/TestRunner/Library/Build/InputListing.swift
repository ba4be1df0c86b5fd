internal import Glibc

/// The files that an image is made of, as they are now: enough to know whether it is up to date.
///
/// Sizes and times of modification stand for contents. Because the listing holds every name, a
/// file that was deleted or renamed makes as much of a difference as one that was changed.
struct InputListing: Equatable {
  /// One line per file, sorted: path, bytes, modification time in nanoseconds.
  private(set) var lines: [String] = []

  init() {}

  /// Reads a listing that was stored.
  init(parsing text: String) {
    lines = text.split(separator: "\n").map(String.init)
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  /// Adds what is below a folder, hidden files aside, or a single file.
  ///
  /// What does not exist adds nothing.
  ///
  /// - Parameters:
  ///   - path: Where to look.
  ///   - name: What the listing calls it.
  ///   - isExcluded: Says of names below it whether they and all below them are left out.
  mutating func add(_ path: String, as name: String, excluding isExcluded: (String) -> Bool) {
    var found: [String] = []
    let isLeftOut = { (name: String) in
      isExcluded(name) || name.split(separator: "/").last?.hasPrefix(".") == true
    }
    Self.collect(path, name, isLeftOut, into: &found)
    lines = (lines + found).sorted()
  }

  /// Adds everything below a folder, hidden files included.
  mutating func addAll(_ path: String, as name: String) {
    var found: [String] = []
    Self.collect(path, name, { _ in false }, into: &found)
    lines = (lines + found).sorted()
  }

  mutating func add(_ path: String, as name: String) {
    add(path, as: name, excluding: { _ in false })
  }

  /// Adds a fact that is no file, such as an environment variable.
  mutating func add(fact: String) {
    lines = (lines + [fact]).sorted()
  }

  /// Whether a file is as it was when it was added by a name.
  func holds(_ path: String, as name: String) -> Bool {
    var current = InputListing()
    current.add(path, as: name)
    return !current.lines.isEmpty && current.lines.allSatisfy(lines.contains)
  }

  /// Why an image made from an older listing is out of date; nil if it is not.
  func change(since older: InputListing) -> String? {
    if lines == older.lines { return nil }
    let (new, old) = (Set(lines), Set(older.lines))
    let changed = new.symmetricDifference(old).min() ?? ""
    let name = changed.prefix { $0 != "\t" }
    let isNew = lines.contains { $0.prefix { $0 != "\t" } == name }
    let wasOld = older.lines.contains { $0.prefix { $0 != "\t" } == name }
    return isNew ? (wasOld ? "\(name) changed" : "\(name) is new") : "\(name) is gone"
  }

  private static func collect(
    _ path: String, _ name: String, _ isExcluded: (String) -> Bool, into found: inout [String]
  ) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      let time = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
      found.append("\(name)\t\(status.st_size)\t\(time)")
      return
    }
    for entry in Folder.names(in: path) {
      let below = "\(name)/\(entry)"
      if !isExcluded(below) { collect("\(path)/\(entry)", below, isExcluded, into: &found) }
    }
  }
}
