internal import Glibc

/// The files that an image is made of, as they are now: enough to know whether it is up to date.
///
/// Sizes and times of modification stand for contents. Because the listing holds every name, a
/// file that was deleted or renamed makes as much of a difference as one that was changed.
struct InputListing: Equatable {
  /// One line per file, in the order of their being added: path, bytes, modification time in
  /// nanoseconds.
  private(set) var text = ""

  init() {}

  /// Reads a listing that was stored.
  init(parsing text: String) {
    self.text = text
  }

  var lines: [Substring] { text.split(separator: "\n") }

  /// Adds what is below a folder, hidden files aside, or a single file.
  ///
  /// What does not exist adds nothing.
  ///
  /// - Parameters:
  ///   - path: Where to look.
  ///   - name: What the listing calls it.
  ///   - isExcluded: Says of names below it whether they and all below them are left out.
  mutating func add(_ path: String, as name: String, excluding isExcluded: (String) -> Bool) {
    collect(path, name, hidden: false, isExcluded)
  }

  /// Adds everything below a folder, hidden files included.
  ///
  /// - Parameters:
  ///   - path: Where to look.
  ///   - name: What the listing calls it.
  ///   - isExcluded: Says of names below it whether they and all below them are left out.
  mutating func addAll(
    _ path: String, as name: String, excluding isExcluded: (String) -> Bool = { _ in false }
  ) {
    collect(path, name, hidden: true, isExcluded)
  }

  mutating func add(_ path: String, as name: String) {
    add(path, as: name, excluding: { _ in false })
  }

  /// Adds a fact that is no file, such as an environment variable.
  mutating func add(fact: String) {
    text += "\(fact)\n"
  }

  /// Whether a file is as it was when it was added by a name.
  func holds(_ path: String, as name: String) -> Bool {
    var current = InputListing()
    current.add(path, as: name)
    return !current.text.isEmpty && current.lines.allSatisfy(lines.contains)
  }

  /// Why an image made from an older listing is out of date; nil if it is not.
  func change(since older: InputListing) -> String? {
    if text == older.text { return nil }
    let (new, old) = (Set(lines), Set(older.lines))
    guard let changed = new.symmetricDifference(old).min() else { return nil }
    let name = changed.prefix { $0 != "\t" }
    let isNew = new.contains { $0.prefix { $0 != "\t" } == name }
    let wasOld = old.contains { $0.prefix { $0 != "\t" } == name }
    return isNew ? (wasOld ? "\(name) changed" : "\(name) is new") : "\(name) is gone"
  }

  private mutating func collect(
    _ path: String, _ name: String, hidden: Bool, _ isExcluded: (String) -> Bool
  ) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      let time = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
      text += "\(name)\t\(status.st_size)\t\(time)\n"
      return
    }
    for entry in Folder.names(in: path) where hidden || !entry.hasPrefix(".") {
      let below = "\(name)/\(entry)"
      if !isExcluded(below) { collect("\(path)/\(entry)", below, hidden: hidden, isExcluded) }
    }
  }
}
