internal import Glibc

/// How long tests usually take, by their names.
public struct DurationHistory: Equatable, Sendable {
  private var milliseconds: [String: Int] = [:]

  public init() {}

  /// Reads a file's text: lines of milliseconds, a tab and a name; others are left out.
  public init(parsing text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1)
      guard parts.count == 2, let time = Int(parts[0]), (0...86_400_000).contains(time) else {
        continue
      }
      milliseconds[String(parts[1])] = time
    }
  }

  /// Reads a file; empty if there is none.
  public init(path: String) {
    self.init(parsing: Folder.readText(path) ?? "")
  }

  /// The text of a file, sorted by names.
  var text: String {
    milliseconds.sorted { $0.key < $1.key }.map { "\($0.value)\t\($0.key)\n" }.joined()
  }

  /// How long a test usually takes; nil if it has not been seen.
  public subscript(name: String) -> Duration? {
    milliseconds[name].map { .milliseconds($0) }
  }

  /// Takes in how long a test took; what it took before counts half.
  mutating func note(_ duration: Duration, of name: String) {
    let time = Int(DurationText.milliseconds(duration).rounded())
    milliseconds[name] = milliseconds[name].map { ($0 + time) / 2 } ?? time
  }

  /// This history, and what another one knows of other tests.
  public func completed(by other: DurationHistory) -> DurationHistory {
    var both = self
    both.milliseconds.merge(other.milliseconds) { own, _ in own }
    return both
  }

  /// Adds times to a file, which other runners may be at as well.
  ///
  /// - Parameters:
  ///   - times: How long tests took.
  ///   - path: The file, made if it is missing.
  /// - Returns: Whether that worked.
  @discardableResult
  static func add(_ times: [(name: String, duration: Duration)], to path: String) -> Bool {
    guard !times.isEmpty else { return true }
    // The file may be one of a repository, beside which no lock must stay.
    return FileLock.withFolderLock(of: path) {
      var history = DurationHistory(path: path)
      for time in times { history.note(time.duration, of: time.name) }
      return Folder.write(history.text, to: path)
    } ?? false
  }
}
