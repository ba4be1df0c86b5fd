/// Which tests of a suite are wanted: words about tags, names and paths, joined by logic.
///
/// `tag(net) & !name(idle) | path(runner)`; a word alone means a part of the name.
public indirect enum TestFilter: Equatable, Sendable {
  case tag(String)
  /// A part of the name, or with `*` and `?` a pattern for the whole.
  case name(String)
  /// A folder: the test is that or lies below it.
  case path(String)
  case not(TestFilter)
  case all([TestFilter])
  case any([TestFilter])

  /// Whether a test is wanted.
  ///
  /// - Parameters:
  ///   - name: The test's name.
  ///   - path: Its folder, relative to all tests.
  ///   - tags: Its tags.
  /// - Returns: Whether it is.
  public func accepts(name: String, path: String, tags: [String]) -> Bool {
    answer(name, path, tags) ?? true
  }

  /// Whether a test is wanted; also if that cannot be told, as its manifest makes no sense: what
  /// cannot be read must not be passed over.
  func accepts(_ test: TestCase) -> Bool {
    answer(test.name, test.service.name, (try? test.manifest.get())?.tags) ?? true
  }

  /// Whether a test is wanted; nil if its tags would tell, which nobody knows.
  private func answer(_ name: String, _ path: String, _ tags: [String]?) -> Bool? {
    switch self {
    case .tag(let tag): return tags?.contains(tag)
    case .name(let pattern):
      let isPattern = pattern.contains { $0 == "*" || $0 == "?" }
      return isPattern
        ? Self.matches(name[...], pattern[...]) : name.contains(pattern)
    case .path(let folder): return path == folder || path.hasPrefix(folder + "/")
    case .not(let filter): return filter.answer(name, path, tags).map { !$0 }
    case .all(let filters):
      let answers = filters.map { $0.answer(name, path, tags) }
      return answers.contains(false) ? false : answers.contains(nil) ? nil : true
    case .any(let filters):
      let answers = filters.map { $0.answer(name, path, tags) }
      return answers.contains(true) ? true : answers.contains(nil) ? nil : false
    }
  }

  /// Compares a text with a pattern in which `*` stands for any text and `?` for a character.
  static func matches(_ text: Substring, _ pattern: Substring) -> Bool {
    var (text, pattern) = (text, pattern)
    // Where to go on if what follows the last star does not fit here.
    var retry: (text: Substring, pattern: Substring)?
    while true {
      if pattern.first == "*" {
        pattern = pattern.dropFirst()
        retry = (text, pattern)
        continue
      }
      if let character = text.first, let wanted = pattern.first,
        wanted == "?" || wanted == character
      {
        (text, pattern) = (text.dropFirst(), pattern.dropFirst())
        continue
      }
      if text.isEmpty && pattern.isEmpty { return true }
      guard let last = retry, !last.text.isEmpty else { return false }
      text = last.text.dropFirst()
      pattern = last.pattern
      retry = (text, pattern)
    }
  }
}
