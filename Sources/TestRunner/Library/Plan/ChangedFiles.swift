internal import Machine

/// Which tests are concerned by files that were changed.
public struct ChangedFiles: Equatable, Sendable {
  /// Paths relative to the package.
  public let paths: [String]
  /// What differs inside those of the kernel's sources that are known.
  public let changes: [String: SourceChange]
  /// Path of the list of known failures; it may be one that no test has anything to do with.
  var quarantinePath = Quarantine.usualPath
  /// How that list has changed; nil if nobody knows.
  var quarantine: QuarantineChange?
  /// How the baseline has changed; nil if nobody knows.
  var baseline: BaselineChange?

  public init(_ paths: [String], changes: [String: SourceChange] = [:]) {
    self.paths = paths
    self.changes = changes
  }

  /// Asks git what differs from a commit, with what was never committed.
  ///
  /// - Parameters:
  ///   - reference: The commit.
  ///   - packageRoot: Absolute path of the package.
  ///   - quarantinePath: The list of known failures, relative to the package if it lies in it.
  /// - Returns: Nil if git cannot tell.
  public static func since(
    _ reference: String, packageRoot: String, quarantinePath: String = Quarantine.usualPath
  ) -> ChangedFiles? {
    let questions = [
      ["diff", "--name-only", "--no-renames", "--relative", "-z", reference, "--"],
      ["ls-files", "--others", "--exclude-standard", "-z"],
    ]
    var paths: [String] = []
    for question in questions {
      guard let output = git(question, packageRoot) else { return nil }
      paths += output.split(separator: "\0").map(String.init)
    }
    var files = ChangedFiles(
      paths, changes: changes(since: reference, packageRoot: packageRoot))
    files.quarantinePath = quarantinePath
    if paths.contains(quarantinePath),
      case .some(let old) = contents(of: quarantinePath, in: reference, packageRoot)
    {
      files.quarantine = QuarantineChange(
        from: old, to: Folder.readText("\(packageRoot)/\(quarantinePath)"))
    }
    if paths.contains(CountBaseline.usualPath),
      case .some(let old) = contents(of: CountBaseline.usualPath, in: reference, packageRoot)
    {
      files.baseline = BaselineChange(
        from: old, to: Folder.readText("\(packageRoot)/\(CountBaseline.usualPath)"))
    }
    return files
  }

  /// What a file was in a commit, nil within if it was not there; nil if git cannot tell.
  private static func contents(
    of path: String, in reference: String, _ packageRoot: String
  ) -> String?? {
    // Asked for its contents, git fails alike if there is no such file.
    guard let entry = git(["ls-tree", "-z", reference, "--", "./\(path)"], packageRoot) else {
      return nil
    }
    if entry.isEmpty { return .some(nil) }
    return git(["cat-file", "blob", "\(reference):./\(path)"], packageRoot).map { .some($0) }
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
      let old = git(["cat-file", "blob", "\(reference):./\(path)"], packageRoot)
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
    // A warning is no path, and no commit.
    command.takesErrors = false
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
      if path == CountBaseline.usualPath {
        return (baseline ?? BaselineChange(before: nil, after: nil)).concerns(test)
      }
      if path == quarantinePath { return quarantine?.concerns(test.plainName) ?? true }
      if shared.contains(path) { return true }
      guard Self.concernsAll(path) else { return false }
      guard let change = changes[path], Self.isOfGuests(path) else { return true }
      return map.concerns(change, test.plainName)
    }
  }

  /// Whether a file is a source of guests alone, of whose functions images note which they execute.
  private static func isOfGuests(_ path: String) -> Bool {
    path.hasSuffix(".swift") && !runnerFolders.contains { path.hasPrefix($0 + "/") }
  }

  /// Whether a file is part of every image, or of what judges them.
  static func concernsAll(_ path: String) -> Bool {
    if path.hasPrefix("Sources/Profiler/Command/") { return false }
    return commonPaths.contains { path == $0 || path.hasPrefix($0 + "/") }
  }

  /// The folders of all modules that the runner is made of; `TidyTests` compares the layers.
  ///
  /// What judges a test concerns it whether or not its guest executes the same source.
  static let runnerFolders = ["Sources/Profiler", "Sources/Telemetry", "Sources/TestRunner"]

  /// What every image is made of, and what judges them: files, and folders with all below them.
  static let commonPaths = [
    "Sources", "Tools/build-image", "Tools/kernel.ld", "Tools/pack-files", "Tools/Toolsets",
    "Package.swift", "Package.resolved",
  ]
}
