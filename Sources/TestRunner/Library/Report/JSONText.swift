/// One line of JSON, written without a library because events are flat and must be quick.
struct JSONText {
  private(set) var text = "{"

  /// The finished object.
  var closed: String { text + "}" }

  mutating func add(_ key: String, _ value: String) {
    addRaw(key, Self.quoted(value))
  }

  mutating func add(_ key: String, _ value: Int) {
    addRaw(key, String(value))
  }

  mutating func add(_ key: String, _ value: Bool) {
    addRaw(key, value ? "true" : "false")
  }

  /// Adds a duration in milliseconds.
  mutating func add(_ key: String, _ value: Duration) {
    addRaw(key, DurationText.fixed(DurationText.milliseconds(value), digits: 3))
  }

  mutating func add(_ key: String, _ values: [String]) {
    addRaw(key, "[" + values.map(Self.quoted).joined(separator: ",") + "]")
  }

  /// Adds a number with its fraction.
  mutating func addNumber(_ key: String, _ value: Double) {
    addRaw(key, DurationText.fixed(value, digits: 6))
  }

  mutating func add(_ key: String, _ value: JSONText) {
    addRaw(key, value.closed)
  }

  mutating func add(_ key: String, _ values: [JSONText]) {
    addRaw(key, "[" + values.map(\.closed).joined(separator: ",") + "]")
  }

  private mutating func addRaw(_ key: String, _ value: String) {
    if text.count > 1 { text += "," }
    text += "\(Self.quoted(key)):\(value)"
  }

  /// A string of JSON.
  ///
  /// Source: RFC 8259, section 7.
  static func quoted(_ value: String) -> String {
    var result = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\0"..<" ", "\u{7f}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
