internal import Foundation
internal import Yams

/// Reads the file of what is known not to work.
public enum QuarantineReader {
  /// Reads the text of a file: a list of entries.
  ///
  /// - Parameters:
  ///   - text: The file's contents.
  ///   - path: The file's path as messages shall show it.
  ///   - today: The day, as `2026-12-31`.
  /// - Returns: The entries.
  /// - Throws: `InvalidManifest` with every problem found.
  public static func read(
    _ text: String, path: String, today: Quarantine.Day
  ) throws(InvalidManifest) -> Quarantine {
    let collector = Fields.Collector()
    var entries: [Quarantine.Entry] = []
    switch parse(text) {
    case .failure(let problem): collector.problems.append(problem)
    case .success(nil): break
    case .success(let root?):
      if let items = root.sequence {
        entries = items.compactMap { entry($0, collector) }
      } else {
        collector.problems.append(
          root.problem("expected a list of entries, found \(root.kindName)"))
      }
    }
    guard collector.problems.isEmpty else {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      throw InvalidManifest(path: path, problems: collector.problems, lines: lines)
    }
    return Quarantine(entries, path: path, today: today)
  }

  /// Today in universal time.
  public static var today: Quarantine.Day {
    String(Date().ISO8601Format().prefix(10))
  }

  private static func parse(_ text: String) -> Result<Node?, ManifestProblem> {
    do {
      return .success(try Yams.compose(yaml: text))
    } catch let error as YamlError {
      return .failure(ManifestReader.problem(of: error))
    } catch {
      return .failure(ManifestProblem(line: 1, column: 1, message: "\(error)"))
    }
  }

  private static func entry(
    _ node: Node, _ collector: Fields.Collector
  ) -> Quarantine.Entry? {
    let known = ["test", "verdict", "reason", "link", "until"]
    let fields = Fields(node, of: "an entry", known: known, into: collector)
    guard node.mapping != nil, let test = fields.require("test", .text),
      let reason = fields.require("reason", .text), let until = fields.require("until", .day)
    else { return nil }
    var entry = Quarantine.Entry(
      test: test, verdict: nil, reason: reason, link: nil, until: until,
      line: node.mark?.line ?? 1)
    fields.read("verdict", .oneOf(VerdictKind.self), into: &entry.verdict)
    fields.read("link", .text, into: &entry.link)
    return entry
  }
}

extension NodeDecoder where Value == String {
  /// A day, as `2026-12-31`.
  static var day: NodeDecoder {
    text.then { text in
      let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      let lengths = parts.map(\.count)
      let numbers = parts.compactMap { Int($0) }
      guard lengths == [4, 2, 2], numbers.count == 3, (1...12).contains(numbers[1]),
        (1...31).contains(numbers[2])
      else { return .problem("expected a day such as 2026-12-31, found “\(text)”") }
      return .value(text)
    }
  }
}
