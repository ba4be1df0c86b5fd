/// Two states of the list of known failures, to see which tests another verdict may come of.
public struct QuarantineChange: Equatable, Sendable {
  /// Nil if it made no sense.
  var before: Quarantine?
  /// Nil if it makes no sense.
  var after: Quarantine?

  init(before: Quarantine?, after: Quarantine?) {
    self.before = before
    self.after = after
  }

  /// Compares two texts of the file; nil for one that is not there.
  init(from old: String?, to new: String?) {
    self.init(before: Self.read(old), after: Self.read(new))
  }

  /// Reads the list; nil if it makes no sense.
  static func read(_ text: String?) -> Quarantine? {
    guard let text else { return Quarantine() }
    return try? QuarantineReader.read(text, path: "", today: "")
  }

  /// Whether no entry is another one.
  var isEmpty: Bool {
    guard let before, let after else { return false }
    return before.entries.map(Self.meaning) == after.entries.map(Self.meaning)
  }

  /// Whether a test may come to another verdict.
  ///
  /// - Parameter name: The test's name, without what tells its repetitions apart.
  /// - Returns: Also true if that cannot be told.
  func concerns(_ name: String) -> Bool {
    guard let before, let after else { return true }
    return before.entry(of: name).map(Self.meaning) != after.entry(of: name).map(Self.meaning)
  }

  /// An entry wherever it stands.
  private static func meaning(_ entry: Quarantine.Entry) -> Quarantine.Entry {
    var entry = entry
    entry.line = 0
    return entry
  }
}
