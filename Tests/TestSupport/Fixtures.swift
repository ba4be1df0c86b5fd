internal import Foundation

/// The inputs and expected outputs of one test target: the files below its folder `Fixtures`.
public struct Fixtures: Sendable {
  /// Path of the folder.
  public let folder: String

  /// Finds the fixtures of the target that a source belongs to.
  ///
  /// - Parameter source: Path of the source.
  public init(beside source: String = #filePath) {
    var folder = URL(filePath: source).deletingLastPathComponent()
    while folder.lastPathComponent.hasSuffix("Tests") == false, folder.path != "/" {
      folder.deleteLastPathComponent()
    }
    self.folder = folder.appending(path: "Fixtures").path
  }

  /// The path of a file.
  public func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// The contents of a file.
  public func bytes(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(name))))
  }

  /// The contents of a file of text.
  public func text(_ name: String) throws -> String {
    try String(contentsOf: URL(filePath: path(name)), encoding: .utf8)
  }

  /// The lines of a file of text that are not empty.
  public func lines(_ name: String) throws -> [String] {
    try text(name).split(separator: "\n").map(String.init)
  }

  /// The text that a test expects.
  ///
  /// - Parameters:
  ///   - name: The file that holds it.
  ///   - found: What the test found; stored as what is expected if `BLESS` is in the environment.
  /// - Returns: The text to compare with.
  /// - Throws: What the system says if the file cannot be read or stored.
  public func expected(_ name: String, for found: String) throws -> String {
    if ProcessInfo.processInfo.environment["BLESS"] != nil {
      let file = URL(filePath: path(name))
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try found.write(to: file, atomically: true, encoding: .utf8)
    }
    return try text(name)
  }
}
