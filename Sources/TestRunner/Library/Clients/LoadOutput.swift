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
    // A line without its end may be cut in the middle of a number.
    let whole = text[..<(text.lastIndex(of: "\n") ?? text.startIndex)]
    for line in whole.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      let name = line.drop(while: \.isWhitespace)
      if name.hasPrefix("Requests/sec:") || name.hasPrefix("Queries per second:") {
        found = words.last.flatMap { Double($0) }
      } else if name.hasPrefix("Non-2xx or 3xx responses:") {
        errorCount += words.last.map(Self.count) ?? 0
      } else if name.hasPrefix("Socket errors:") {
        errorCount += words.reduce(0) { $0 + Self.count($1) }
      } else if name.hasPrefix("Queries lost:") {
        errorCount += words.count > 2 ? Self.count(words[2]) : 0
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
      return sum + count(words[1])
    }
  }

  /// The number with which a word begins; 0 if it begins with none.
  ///
  /// What is beyond all bounds is no less of a fault for that, and can be added up.
  private static func count(_ word: Substring) -> Int {
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    return digits.isEmpty ? 0 : min(Int(digits) ?? highestCount, highestCount)
  }

  private static let highestCount = 1_000_000_000
}
