internal import Machine

/// Which tests are concerned by files that were changed.
public struct ChangedFiles: Equatable, Sendable {
  /// Paths relative to the package.
  public let paths: [String]
  /// What differs inside those of the kernel's sources that are known.
  public let changes: [String: SourceChange]

  public init(_ paths: [String], changes: [String: SourceChange] = [:]) {
    self.paths = paths
    self.changes = changes
  }

  /// Asks git what differs from a commit, with what was never committed.
  ///
  /// - Parameters:
  ///   - reference: The commit.
  ///   - packageRoot: Absolute path of the package.
  /// - Returns: Nil if git cannot tell.
  public static func since(_ reference: String, packageRoot: String) -> ChangedFiles? {
    let questions = [
      ["diff", "--name-only", "--no-renames", "--relative", "-z", reference, "--"],
      ["ls-files", "--others", "--exclude-standard", "-z"],
    ]
    var paths: [String] = []
    for question in questions {
      guard let output = git(question, packageRoot) else { return nil }
      paths += output.split(separator: "\0").map(String.init)
    }
    return ChangedFiles(paths, changes: changes(since: reference, packageRoot: packageRoot))
  }

  /// The lines that differ in the kernel's sources; empty if git cannot tell.
  private static func changes(
    since reference: String, packageRoot: String
  ) -> [String: SourceChange] {
    let words = ["diff", "-U0", "--no-renames", "--relative", "--no-color", "--no-ext-diff"]
    let prefixes = ["--src-prefix=a/", "--dst-prefix=b/"]
    guard let text = git(words + prefixes + [reference, "--", "Sources"], packageRoot) else {
      return [:]
    }
    var changes = SourceChange.read(text)
    for path in changes.keys {
      let old = git(["show", "\(reference):./\(path)"], packageRoot)
      changes[path]?.hash = old.map(CoverageMap.hash)
    }
    return changes
  }

  /// The commit whose sources are there, changed or not; nil if git cannot tell.
  public static func commit(packageRoot: String) -> String? {
    git(["rev-parse", "HEAD"], packageRoot)?.split(separator: "\n").first.map(String.init)
  }

  private static func git(_ words: [String], _ packageRoot: String) -> String? {
    var command = HostCommand(["git", "-C", packageRoot] + words)
    command.folder = packageRoot
    var output: [UInt8] = []
    let ending = try? command.run(limit: .seconds(60)) { output += $0 }
    guard case .ended(.exited(0)) = ending else { return nil }
    return String(decoding: output, as: UTF8.self)
  }

  /// Whether a test may come to another verdict by the changes.
  ///
  /// - Parameters:
  ///   - test: The test.
  ///   - packageRoot: Absolute path of the package.
  ///   - map: What tests have executed.
  /// - Returns: Also true if that cannot be told.
  public func concern(_ test: TestCase, packageRoot: String, map: CoverageMap) -> Bool {
    let service = test.service
    let prefix = packageRoot + "/"
    // Of what lies outside git says nothing here.
    guard service.path.hasPrefix(prefix) else { return true }
    let folder = String(service.path.dropFirst(prefix.count))
    let shared = SharedFiles(of: service, try? test.manifest.get(), packageRoot: packageRoot)
    return paths.contains { path in
      if path.hasPrefix(folder + "/") { return true }
      if path == "IntegrationTests/\(CountBaseline.fileName)" {
        return (try? test.manifest.get())?.countsInstructions ?? true
      }
      if shared.contains(path) { return true }
      guard Self.concernsAll(path) else { return false }
      guard let change = changes[path], Self.isOfGuests(path) else { return true }
      return map.concerns(change, test.plainName)
    }
  }

  /// Whether a file is a source of guests, of whose functions images note which they execute.
  private static func isOfGuests(_ path: String) -> Bool {
    let host = ["Sources/Profiler/", "Sources/TestRunner/"]
    return path.hasSuffix(".swift") && !host.contains(where: path.hasPrefix)
  }

  /// Whether a file is part of every image, or of what judges them.
  static func concernsAll(_ path: String) -> Bool {
    let others = ["Sources/Profiler/Command/", "Sources/TestRunner/Command/"]
    if others.contains(where: path.hasPrefix) { return false }
    return commonPaths.contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  /// What every image is made of, and what judges them: files, and folders with all below them.
  static let commonPaths = [
    "Sources", "Tools/build-image", "Tools/kernel.ld", "Tools/pack-files", "Tools/Toolsets",
    "Package.swift", "Package.resolved",
  ]
}
