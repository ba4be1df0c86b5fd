internal import Machine

/// Which tests are concerned by files that were changed.
public struct ChangedFiles: Equatable, Sendable {
  /// Paths relative to the package.
  public let paths: [String]

  public init(_ paths: [String]) {
    self.paths = paths
  }

  /// Asks git what differs from a commit, with what was never committed.
  ///
  /// - Parameters:
  ///   - reference: The commit.
  ///   - packageRoot: Absolute path of the package.
  /// - Returns: Nil if git cannot tell.
  public static func since(_ reference: String, packageRoot: String) -> ChangedFiles? {
    let questions = [
      ["diff", "--name-only", "--no-renames", "-z", reference, "--"],
      ["ls-files", "--others", "--exclude-standard", "-z"],
    ]
    var paths: [String] = []
    for question in questions {
      var command = HostCommand(["git", "-C", packageRoot] + question)
      command.folder = packageRoot
      var output: [UInt8] = []
      let ending = try? command.run(limit: .seconds(60)) { output += $0 }
      guard case .ended(.exited(0)) = ending else { return nil }
      paths += output.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
    return ChangedFiles(paths)
  }

  /// Whether a test may come to another verdict by the changes.
  ///
  /// - Parameters:
  ///   - service: The test's service.
  ///   - packageRoot: Absolute path of the package.
  /// - Returns: Also true if that cannot be told.
  public func concern(_ service: ServiceFolder, packageRoot: String) -> Bool {
    let prefix = packageRoot + "/"
    let folder =
      service.path.hasPrefix(prefix) ? String(service.path.dropFirst(prefix.count)) : nil
    return paths.contains { path in
      if let folder, path.hasPrefix(folder + "/") { return true }
      return Self.concernsAll(path)
    }
  }

  /// Whether a file is part of every image, or of what judges them.
  static func concernsAll(_ path: String) -> Bool {
    let others = ["Sources/Profiler/Command/", "Sources/TestRunner/Command/"]
    if others.contains(where: path.hasPrefix) { return false }
    let tools = ["Tools/build-image", "Tools/kernel.ld", "Tools/pack-files", "Package.swift"]
    return path.hasPrefix("Sources/") || path.hasPrefix("Tools/Toolsets/") || tools.contains(path)
  }
}
