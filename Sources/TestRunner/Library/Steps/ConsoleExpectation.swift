/// Text that the guest's console must show, or must never show.
public struct ConsoleExpectation: Equatable, Sendable {
  public var pattern: Pattern
  /// Whether a line must match; otherwise none may, until the end of the test.
  public var isPresent = true

  public init(_ pattern: Pattern, isPresent: Bool = true) {
    self.pattern = pattern
    self.isPresent = isPresent
  }

  /// How a line is compared.
  public enum Pattern: Equatable, Sendable {
    /// The whole line is this text.
    case line(String)
    case contains(String)
    /// The line matches this regular expression somewhere.
    case matches(String)
  }

  var title: String {
    let verb = isPresent ? "console shows" : "console never shows"
    switch pattern {
    case .line(let text): return "\(verb) “\(text)”"
    case .contains(let text): return "\(verb) “…\(text)…”"
    case .matches(let expression): return "\(verb) /\(expression)/"
    }
  }

  /// A function that says whether a line of the console fits.
  func matcher() -> (String) -> Bool {
    switch pattern {
    case .line(let text): return { $0 == text }
    case .contains(let text): return { $0.contains(text) }
    case .matches(let expression):
      // The manifest's decoder has compiled the expression once already and refused bad ones.
      guard let regex = try? Regex(expression) else { return { _ in false } }
      return { $0.firstMatch(of: regex) != nil }
    }
  }
}
