/// What wrk or dnsperf print at their end.
///
/// Source: wrk 4.1.0, src/wrk.c, `main`; dnsperf 2.10.0, src/dnsperf.c, `print_statistics`.
struct LoadOutput: Equatable {
  /// Answers per second.
  var rate = 0.0
  /// Requests that were not answered, or with an error.
  var errorCount = 0

  /// Reads everything that the client printed; nil if it has no rate.
  init?(parsing text: String) {
    var found: Double?
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      let name = line.drop(while: \.isWhitespace)
      if name.hasPrefix("Requests/sec:") || name.hasPrefix("Queries per second:") {
        found = words.last.flatMap { Double($0) }
      } else if name.hasPrefix("Non-2xx or 3xx responses:") {
        errorCount += words.last.flatMap { Int($0) } ?? 0
      } else if name.hasPrefix("Socket errors:") {
        errorCount += words.reduce(0) { $0 + (Int($1.prefix { $0.isNumber }) ?? 0) }
      } else if name.hasPrefix("Queries lost:") {
        errorCount += words.count > 2 ? Int(words[2]) ?? 0 : 0
      } else if name.hasPrefix("Response codes:") {
        errorCount += Self.badCodes(name)
      }
    }
    guard let found, found.isFinite, found >= 0 else { return nil }
    rate = found
  }

  var rateText: String { "\(Self.text(rate)) a second" }

  /// A number with as many digits as say something.
  static func text(_ number: Double) -> String {
    DurationText.fixed(min(number, 1e12), digits: number < 10 ? 2 : 0)
  }

  /// How many answers have a code other than NOERROR: `NOERROR 12 (99.00%), SERVFAIL 1 (1.00%)`.
  private static func badCodes(_ line: Substring) -> Int {
    let codes = line.drop { $0 != ":" }.dropFirst()
    return codes.split(separator: ",").reduce(0) { sum, part in
      let words = part.split(separator: " ")
      guard words.count > 1, words[0] != "NOERROR" else { return sum }
      return sum + (Int(words[1]) ?? 0)
    }
  }
}
