internal import Foundation
internal import Testing

/// One exchange of segments, as a file in `Fixtures/tcp-exchanges` writes it down.
///
///     # RFC 9293, section 3.10.7.4, second: check the RST bit
///     == a reset with exactly the next number breaks the connection
///     in ESTABLISHED
///     < RST seq=1
///     error reset
///
/// A line that begins with `#` names the clause that the exchanges below it come from, and `==`
/// begins one. Numbers count from each side's SYN, which is 0. What may follow:
///
/// - `set KEY=VALUE …`: settings, before the rest;
/// - `in STATE`: how it begins, reached by an exchange of its own without options;
/// - `< FLAGS seq= ack= len= win= …`: a segment arrives;
/// - `> FLAGS seq= ack= len= win= …`: a segment leaves; all that leave must be named, in order, but
///   not all that they say; `-` as a value says that an option is absent;
/// - `+TIME`: time passes, in `ms` or `s`;
/// - `listen`, `connect`, `write N`, `read N`, `shut` (close sending), `close`, `abort`: the user;
/// - `buffers none`, `buffers some`: whether the link takes what leaves;
/// - `state STATE`, `error WHAT`, `writable N`: what must be so.
struct TCPExchange: CustomTestStringConvertible, Sendable {
  /// What a line does, and where it stands.
  struct Line: Sendable {
    var number: Int
    var verb: String
    var words: [String]

    /// The values of the words of the form KEY=VALUE.
    var values: [String: String] {
      var values: [String: String] = [:]
      for word in words {
        let parts = word.split(separator: "=", maxSplits: 1)
        if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
      }
      return values
    }
  }

  var file: String
  var number: Int
  var clause: String
  var title: String
  var lines: [Line] = []

  var testDescription: String { "\(file):\(number): \(title) (\(clause))" }

  /// All exchanges of all files.
  static let all: [TCPExchange] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/tcp-exchanges").standardizedFileURL
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.sorted().flatMap { file in
      let text = try? String(contentsOf: folder.appending(path: file), encoding: .utf8)
      return parse(text ?? "", file: file)
    }
  }()

  /// Reads the exchanges of one file.
  static func parse(_ text: String, file: String) -> [TCPExchange] {
    var exchanges: [TCPExchange] = []
    var clause = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split(separator: " ").map(String.init)
      guard let first = words.first else { continue }
      let rest = words.dropFirst().joined(separator: " ")
      switch first {
      case "#": clause = rest
      case "==":
        exchanges.append(
          TCPExchange(file: file, number: index + 1, clause: clause, title: rest))
      default:
        guard !exchanges.isEmpty else { continue }
        exchanges[exchanges.count - 1].lines.append(
          Line(number: index + 1, verb: first, words: Array(words.dropFirst())))
      }
    }
    return exchanges
  }
}
