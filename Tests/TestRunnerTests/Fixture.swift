internal import Foundation
internal import Testing

/// Files that tests read, by their path below `Fixtures`.
enum Fixture {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures")

  static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appending(path: path), encoding: .utf8)
  }

  /// Compares a text with a stored one; with `BLESS` in the environment it stores the text.
  static func expect(
    _ text: String, equals path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let url = folder.appending(path: path)
    if ProcessInfo.processInfo.environment["BLESS"] != nil {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    let stored = try? String(contentsOf: url, encoding: .utf8)
    #expect(text == stored, sourceLocation: sourceLocation)
  }
}
