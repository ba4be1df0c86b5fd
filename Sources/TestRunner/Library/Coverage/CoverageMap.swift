/// Which tests have executed which functions, so that a change leads to the tests that it concerns.
///
/// What a test's last run with `--coverage` executed stays until its next one; every source is
/// known by a hash of its text, as lines mean something in that text alone.
public struct CoverageMap: Equatable, Sendable {
  typealias Lines = CoverageExport.Lines

  /// One source as it was when tests executed it.
  struct Source: Hashable {
    var path: String
    /// Its text, by `hash`.
    var hash: String
  }

  /// The functions of each source.
  private var functions: [Source: Set<Lines>] = [:]
  /// What each test executed; a source of its image that it left alone is there, with nothing.
  private var tests: [String: [Source: Set<Lines>]] = [:]

  public init() {}

  /// Takes in what a test executed, in place of what it did before.
  ///
  /// - Parameters:
  ///   - export: What it executed.
  ///   - test: The test's name.
  ///   - hash: Gives the hash of a source's text by its path; nil if there is none.
  mutating func note(_ export: CoverageExport, of test: String, hash: (String) -> String?) {
    var executed: [Source: Set<Lines>] = [:]
    for (path, file) in export.files {
      guard let text = hash(path) else { continue }
      let source = Source(path: path, hash: text)
      functions[source, default: []].formUnion(file.functions)
      executed[source] = file.executed
    }
    tests[test] = executed
    dropUnused()
  }

  /// Takes in what tests executed on another machine, in place of what is known of them.
  ///
  /// - Parameter other: What that machine found of the tests that it has run.
  mutating func adopt(_ other: CoverageMap) {
    tests.merge(other.tests) { $1 }
    functions.merge(other.functions) { $0.union($1) }
    dropUnused()
  }

  /// Forgets sources that no test has anything to do with.
  private mutating func dropUnused() {
    let used = Set(tests.values.flatMap(\.keys))
    functions = functions.filter { used.contains($0.key) }
  }

  /// Whether anything is known of a test.
  public func knows(_ test: String) -> Bool { tests[test] != nil }

  /// Whether a change of a source may concern a test.
  ///
  /// - Parameters:
  ///   - change: What differs.
  ///   - test: The test's name.
  /// - Returns: True, too, if that cannot be told.
  public func concerns(_ change: SourceChange, _ test: String) -> Bool {
    guard let own = tests[test] else { return true }
    let known = functions.keys.filter { $0.path == change.path }
    // What no image has a function of, such as a table, may be anywhere.
    guard !known.isEmpty else { return true }
    guard let source = known.first(where: { $0.hash == change.hash }) else {
      return own.contains { $0.key.path == change.path && !$0.value.isEmpty }
    }
    // The image of the test was of another text: its lines cannot be compared.
    guard let executed = own[source] else {
      return own.contains { $0.key.path == change.path && !$0.value.isEmpty }
    }
    let all = functions[source] ?? []
    return change.hunks.contains { hunk in
      Self.concerns(hunk, all: all, executed: executed)
    }
  }

  private static func concerns(
    _ hunk: SourceChange.Hunk, all: Set<Lines>, executed: Set<Lines>
  ) -> Bool {
    // Who reads only the names of lines and files in a trace sees a comment.
    if hunk.isComment { return !executed.isEmpty }
    for line in hunk.places {
      let around = all.filter { hunk.isInsertion ? isInside($0, line) : $0.contains(line) }
      // A declaration outside of functions can change whoever uses it.
      if around.isEmpty { return true }
      if !around.isDisjoint(with: executed) { return true }
    }
    return false
  }

  /// Whether what is put behind a line is inside a function.
  private static func isInside(_ lines: Lines, _ line: Int) -> Bool {
    lines.lowerBound <= line && line < lines.upperBound
  }

  /// A short name for a text.
  static func hash(_ text: String) -> String { ImageBuilder.hash(text) }

  // MARK: The file

  /// Reads a file's text; what makes no sense is left out, so that the tests it is of are unknown.
  public init(parsing text: String) {
    var sources: [(source: Source, functions: [Lines])] = []
    var test: String?
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      switch (fields.first, fields.count) {
      case ("source", 4):
        let ranges = fields[3].split(separator: ",").compactMap(Self.lines)
        sources.append((Source(path: fields[2], hash: fields[1]), ranges))
      case ("test", 2):
        test = fields[1]
        tests[fields[1]] = [:]
      case ("ran", 3):
        guard let test, let index = Int(fields[1]), sources.indices.contains(index) else {
          continue
        }
        let (source, ranges) = sources[index]
        let numbers = fields[2].split(separator: ",").compactMap { Int($0) }
        let executed = numbers.filter(ranges.indices.contains).map { ranges[$0] }
        tests[test]?[source] = Set(executed)
        functions[source, default: []].formUnion(ranges)
      default: continue
      }
    }
  }

  private static func lines(_ text: Substring) -> Lines? {
    let ends = text.split(separator: "-").compactMap { Int($0) }
    guard ends.count == 2, ends[0] <= ends[1] else { return nil }
    return ends[0]...ends[1]
  }

  /// The text of a file, sorted.
  public var text: String {
    let sources = functions.keys.sorted { ($0.path, $0.hash) < ($1.path, $1.hash) }
    let ranges = sources.map { source in
      (functions[source] ?? []).sorted {
        ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
      }
    }
    var text = ""
    for (source, lines) in zip(sources, ranges) {
      let words = lines.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
      text += "source\t\(source.hash)\t\(source.path)\t\(words)\n"
    }
    for (test, own) in tests.sorted(by: { $0.key < $1.key }) {
      text += "test\t\(test)\n"
      for (index, source) in sources.enumerated() {
        guard let executed = own[source] else { continue }
        let numbers = ranges[index].indices.filter { executed.contains(ranges[index][$0]) }
        text += "ran\t\(index)\t\(numbers.map(String.init).joined(separator: ","))\n"
      }
    }
    return text
  }

  /// Where the map of a package is.
  public static func path(packageRoot: String) -> String {
    "\(packageRoot)/.swiftlet/coverage/tests.map"
  }

  /// Reads the map of a package; empty if there is none.
  public static func read(packageRoot: String) -> CoverageMap {
    CoverageMap(parsing: Folder.readText(path(packageRoot: packageRoot)) ?? "")
  }
}
