internal import Glibc
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

  /// All counts of a test, by their names.
  subscript(test: String) -> [String: Int] { counts[test] ?? [:] }

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
    service.isExternal ? "\(service.path)/\(fileName)" : "\(packageRoot)/\(usualPath)"
  }

  /// The file's name in its folder.
  static let fileName = "baseline.yaml"

  /// The file of the package's tests, relative to the package.
  static let usualPath = "IntegrationTests/\(fileName)"

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
  /// - Returns: The files that were written, and why others were not.
  static func update(
    _ found: [Found], packageRoot: String
  ) -> (written: [String], problems: [String]) {
    let groups = Dictionary(grouping: found) { path(of: $0.service, packageRoot: packageRoot) }
    var (written, problems): ([String], [String]) = ([], [])
    for (path, entries) in groups.sorted(by: { $0.key < $1.key }) {
      let lock = "\(packageRoot)/.swiftlet/baseline.lock"
      let problem = FileLock.withLock(lock) { update(path, with: entries) }
      if let problem = problem ?? nil { problems.append(problem) } else { written.append(path) }
    }
    return (written, problems)
  }

  /// What one test has counted.
  typealias Found = (service: ServiceFolder, test: String, counts: [String: Int])

  /// Writes what tests have counted into one file.
  ///
  /// - Returns: Why that did not work; nil if it did.
  private static func update(_ path: String, with entries: [Found]) -> String? {
    var baseline = CountBaseline()
    if Folder.exists(path) {
      guard let text = Folder.readText(path) else {
        return "the baseline cannot be read: \(path): \(String(cString: strerror(errno)))"
      }
      do {
        baseline = try CountBaseline(parsing: text, path: path)
      } catch {
        let first = error.problems.first
        let place = first.map { "\(path):\($0.line):\($0.column)" } ?? path
        let reason = first?.message ?? "it makes no sense"
        return "the baseline makes no sense, and is as it was: \(place): \(reason)"
      }
    }
    for entry in entries { baseline.replace(entry.test, with: entry.counts) }
    if Folder.write(baseline.text, to: path) { return nil }
    return "the baseline cannot be written: \(path): \(String(cString: strerror(errno)))"
  }
}
