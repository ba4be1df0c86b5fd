/// Two states of the baseline, to see which tests another verdict may come of.
public struct BaselineChange: Equatable, Sendable {
  /// Nil if it made no sense.
  var before: CountBaseline?
  /// Nil if it makes no sense.
  var after: CountBaseline?

  init(before: CountBaseline?, after: CountBaseline?) {
    self.before = before
    self.after = after
  }

  /// Compares two texts of the file; nil for one that is not there.
  init(from old: String?, to new: String?) {
    self.init(before: Self.read(old), after: Self.read(new))
  }

  /// Reads the file; nil if it makes no sense.
  static func read(_ text: String?) -> CountBaseline? {
    guard let text else { return CountBaseline() }
    return try? CountBaseline(parsing: text, path: "")
  }

  /// Whether no number is another one.
  var isEmpty: Bool {
    guard let before, let after else { return false }
    return before == after
  }

  /// Whether a test of the package may come to another verdict.
  ///
  /// - Returns: Also true of one that counts if that cannot be told.
  func concerns(_ test: TestCase) -> Bool {
    guard !test.service.isExternal, (try? test.manifest.get())?.countsInstructions ?? true else {
      return false
    }
    guard let before, let after else { return true }
    return before[test.plainName] != after[test.plainName]
  }
}
