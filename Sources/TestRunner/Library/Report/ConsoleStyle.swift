/// Colours and marks for a terminal; plain text where there is none.
public struct ConsoleStyle: Equatable, Sendable {
  /// Whether escape sequences may be written.
  public var isColored: Bool
  /// Whether a line may be rewritten while something is going on.
  public var isInteractive: Bool

  public init(isColored: Bool, isInteractive: Bool) {
    self.isColored = isColored
    self.isInteractive = isInteractive
  }

  /// What fits a stream.
  ///
  /// - Parameters:
  ///   - isTerminal: Whether a person looks at it.
  ///   - environment: `NO_COLOR` with any value, or `TERM=dumb`, takes the colours away.
  public init(isTerminal: Bool, environment: (String) -> String?) {
    let isDumb = environment("TERM") == "dumb"
    let refusesColor = !(environment("NO_COLOR") ?? "").isEmpty
    isColored = isTerminal && !isDumb && !refusesColor
    isInteractive = isTerminal && !isDumb
  }

  /// What a piece of text is, and so how it looks.
  enum Role: String {
    case good = "32"
    case bad = "31"
    case dim = "2"
    case strong = "1"
  }

  func paint(_ text: String, _ role: Role) -> String {
    isColored ? "\u{1b}[\(role.rawValue)m\(text)\u{1b}[0m" : text
  }
}
