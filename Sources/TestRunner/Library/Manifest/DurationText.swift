/// Durations as people write and read them: `500ms`, `10s`, `2min`.
enum DurationText {
  /// The duration that a text means; nil if it means none.
  ///
  /// A number, with a fraction or without, and a unit: `us`, `ms`, `s` or `min`.
  static func parse(_ text: String) -> Duration? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number.isFinite else { return nil }
    switch text.dropFirst(digits.count) {
    case "us": return .nanoseconds(Int64(min(number, 1e12) * 1e3))
    case "ms": return .nanoseconds(Int64(min(number, 1e9) * 1e6))
    case "s": return .nanoseconds(Int64(min(number, 1e6) * 1e9))
    case "min": return .nanoseconds(Int64(min(number, 1e5) * 6e10))
    default: return nil
    }
  }

  /// Seconds with a fraction, as client programs take them: `0.002`, `3`.
  static func seconds(_ duration: Duration) -> String {
    decimal(milliseconds: milliseconds(duration))
  }

  /// A short form for people, with three significant digits: `1.20 ms`, `35.0 ms`, `12.4 s`.
  static func short(_ duration: Duration) -> String {
    let value = milliseconds(duration)
    if value < 10 { return "\(fixed(value, digits: 2)) ms" }
    if value < 100 { return "\(fixed(value, digits: 1)) ms" }
    if value < 1000 { return "\(fixed(value, digits: 0)) ms" }
    if value < 10_000 { return "\(fixed(value / 1000, digits: 2)) s" }
    return "\(fixed(value / 1000, digits: 1)) s"
  }

  /// Milliseconds with their fraction.
  static func milliseconds(_ duration: Duration) -> Double {
    let parts = duration.components
    return Double(parts.seconds) * 1e3 + Double(parts.attoseconds) / 1e15
  }

  /// A number with a fixed count of digits after the point, without Foundation's formatter.
  ///
  /// Guests and programs claim any number: one of more than 18 digits is shown as 9 with zeros, and
  /// what is no number as 0.
  static func fixed(_ value: Double, digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let product = (value * scale).rounded()
    let scaled = product.isNaN ? 0 : Int64(min(max(product, -9e18), 9e18))
    let text = String(abs(scaled))
    let sign = scaled < 0 ? "-" : ""
    guard digits > 0 else { return sign + text }
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    return "\(sign)\(padded.dropLast(digits)).\(padded.suffix(digits))"
  }

  private static func decimal(milliseconds value: Double) -> String {
    var text = fixed(value / 1000, digits: 6)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
