internal import TestSupport
internal import Testing

/// A query and what a real server answered; see `Fixtures/answers/README.md`.
struct CapturedAnswer: CustomTestStringConvertible {
  let name: String
  let server: String
  let isDatagram: Bool
  let query: [UInt8]
  /// Nil if there was no answer.
  let response: [UInt8]?

  var testDescription: String { name }

  /// All answers of one file.
  static func load(_ file: String) -> [CapturedAnswer] {
    let lines = (try? Fixtures().lines("answers/\(file).txt")) ?? []
    return lines.map { line in
      let words = line.split(separator: " ")
      return CapturedAnswer(
        name: String(words[0]), server: String(words[1]), isDatagram: words[2] == "u",
        query: bytes(words[3]) ?? [], response: bytes(words[4]))
    }
  }

  private static func bytes(_ digits: Substring) -> [UInt8]? {
    guard digits != "-" else { return nil }
    let digits = Array(digits.utf8)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
    }
  }
}
