/// Reads what a person writes to choose tests.
public struct TestFilterReader {
  /// Why a text is no filter.
  public struct Problem: Error, Equatable, CustomStringConvertible {
    /// A fragment without a capital.
    public let description: String
  }

  private var rest: Substring
  private var depth = 0

  /// Reads a text such as `tag(net) & !idle | path(runner)`.
  ///
  /// - Parameter text: Words joined by `&`, `|`, `!` and parentheses.
  /// - Returns: The filter.
  /// - Throws: `Problem` with what is wrong where.
  public static func read(_ text: String) throws(Problem) -> TestFilter {
    var reader = TestFilterReader(rest: text[...])
    let filter = try reader.any()
    guard reader.next() == nil else {
      throw Problem(description: "“\(reader.rest)” follows what is complete without it")
    }
    return filter
  }

  private init(rest: Substring) {
    self.rest = rest
  }

  private mutating func any() throws(Problem) -> TestFilter {
    var filters = [try all()]
    while take("|") { filters.append(try all()) }
    return filters.count == 1 ? filters[0] : .any(filters)
  }

  private mutating func all() throws(Problem) -> TestFilter {
    var filters = [try one()]
    while take("&") { filters.append(try one()) }
    return filters.count == 1 ? filters[0] : .all(filters)
  }

  private mutating func one() throws(Problem) -> TestFilter {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 100 else { throw Problem(description: "this is nested too deeply") }
    if take("!") { return .not(try one()) }
    if take("(") {
      let filter = try any()
      try close()
      return filter
    }
    let word = word()
    guard !word.isEmpty else { throw Problem(description: "a word is missing \(place)") }
    guard take("(") else { return .name(word) }
    let value = self.word()
    guard !value.isEmpty else { throw Problem(description: "a word is missing \(place)") }
    try close()
    switch word {
    case "tag": return .tag(value)
    case "name": return .name(value)
    case "path":
      return .path(value.hasSuffix("/") ? String(value.dropLast()) : value)
    default:
      throw Problem(description: "“\(word)(…)” is none of tag(…), name(…), path(…)")
    }
  }

  private mutating func close() throws(Problem) {
    guard take(")") else { throw Problem(description: "a “)” is missing \(place)") }
  }

  private var place: String { rest.isEmpty ? "at the end" : "before “\(rest)”" }

  private mutating func next() -> Character? {
    rest = rest.drop(while: \.isWhitespace)
    return rest.first
  }

  private mutating func take(_ character: Character) -> Bool {
    guard next() == character else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// A word, which may hold blanks inside, as names of variants do.
  private mutating func word() -> String {
    _ = next()
    let text = rest.prefix { !"&|!()".contains($0) }
    rest = rest[text.endIndex...]
    return String(text.reversed().drop(while: \.isWhitespace).reversed())
  }
}
