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

  /// The first of several lines that fit; nil if none does.
  ///
  /// - Parameters:
  ///   - lines: The lines.
  ///   - search: Finds the first of several texts that match a regular expression.
  /// - Returns: Its place among them, from 0.
  func firstPlace(
    in lines: some Collection<String>, by search: (String, [String]) -> Int?
  ) -> Int? {
    switch pattern {
    case .line(let text): lines.enumerated().first { $0.element == text }?.offset
    case .contains(let text): lines.enumerated().first { $0.element.contains(text) }?.offset
    case .matches(let expression): search(expression, Array(lines))
    }
  }
}
