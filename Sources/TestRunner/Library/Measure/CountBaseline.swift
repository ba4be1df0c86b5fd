internal import Yams

/// How many instructions tests took when somebody last looked: a file that the repository keeps.
///
/// Its text is YAML: tests, each with its counts by name.
public struct CountBaseline: Equatable, Sendable {
  private var counts: [String: [String: Int]] = [:]

  public init() {}

  /// Reads the text of a file.
  ///
  /// - Parameters:
  ///   - text: The file's contents.
  ///   - path: The file's path as messages shall show it.
  /// - Throws: `InvalidManifest` with what is wrong.
  public init(parsing text: String, path: String) throws(InvalidManifest) {
    let collector = Fields.Collector()
    do {
      if let root = try Yams.compose(yaml: text) { read(root, collector) }
    } catch let error as YamlError {
      collector.problems.append(ManifestReader.problem(of: error))
    } catch {
      collector.problems.append(ManifestProblem(line: 1, column: 1, message: "\(error)"))
    }
    guard collector.problems.isEmpty else {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      throw InvalidManifest(path: path, problems: collector.problems, lines: lines)
    }
  }

  private mutating func read(_ root: Node, _ collector: Fields.Collector) {
    for (test, node) in pairs(root, collector) {
      for (name, value) in pairs(node, collector) {
        do throws(ManifestProblem) {
          counts[test, default: [:]][name] = try NodeDecoder<Int>.integer(0...1 << 60).decode(value)
        } catch {
          collector.problems.append(error)
        }
      }
    }
  }

  private func pairs(_ node: Node, _ collector: Fields.Collector) -> [(String, Node)] {
    guard let mapping = node.mapping else {
      // A file of comments alone is an empty one.
      if node.scalar?.string != "" {
        collector.problems.append(node.problem("expected names, found \(node.kindName)"))
      }
      return []
    }
    return mapping.map { ($0.key.scalar?.string ?? "", $0.value) }
  }

  /// The number of a count; nil if nobody has looked.
  public subscript(test: String, name: String) -> Int? {
    get { counts[test]?[name] }
    set { counts[test, default: [:]][name] = newValue }
  }

  /// Takes over what a test has counted, and nothing else of it.
  mutating func replace(_ test: String, with found: [String: Int]) {
    counts[test] = found.isEmpty ? nil : found
  }

  /// The text of a file, sorted by names.
  public var text: String {
    let head = """
      # Instructions that guests execute, by test and count; `testrunner run --update-baseline`
      # writes them. A test fails if it differs by more than its manifest allows.

      """
    return head
      + counts.sorted { $0.key < $1.key }.map { test, counts in
        let lines = counts.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)\n" }
        return "\(test):\n\(lines.joined())"
      }.joined()
  }

  /// Where the counts of a service's tests are kept.
  static func path(of service: ServiceFolder, packageRoot: String) -> String {
    service.isExternal
      ? "\(service.path)/\(fileName)" : "\(packageRoot)/IntegrationTests/\(fileName)"
  }

  /// The file's name in its folder.
  static let fileName = "baseline.yaml"

  /// Reads the file for a service; empty if there is none.
  static func read(
    for service: ServiceFolder, packageRoot: String
  ) throws(InvalidManifest) -> CountBaseline {
    let path = path(of: service, packageRoot: packageRoot)
    guard let text = Folder.readText(path) else { return CountBaseline() }
    return try CountBaseline(parsing: text, path: path)
  }

  /// Writes what tests have counted into their files, which other runners may be at as well.
  ///
  /// - Parameters:
  ///   - found: Counts by the tests' names, each with its service.
  ///   - packageRoot: Absolute path of the package.
  /// - Returns: The files that were written.
  static func update(
    _ found: [(service: ServiceFolder, test: String, counts: [String: Int])], packageRoot: String
  ) -> [String] {
    let groups = Dictionary(grouping: found) { path(of: $0.service, packageRoot: packageRoot) }
    return groups.sorted { $0.key < $1.key }.compactMap { path, entries in
      let isWritten = FileLock.withLock("\(packageRoot)/.swiftlet/baseline.lock") {
        var baseline = CountBaseline()
        if let text = Folder.readText(path) {
          guard let read = try? CountBaseline(parsing: text, path: path) else { return false }
          baseline = read
        }
        for entry in entries { baseline.replace(entry.test, with: entry.counts) }
        return Folder.write(baseline.text, to: path)
      }
      return isWritten == true ? path : nil
    }
  }
}
