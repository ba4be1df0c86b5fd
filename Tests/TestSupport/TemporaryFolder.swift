internal import Foundation

/// A folder for the files of one test, removed with the value.
public final class TemporaryFolder {
  /// Absolute path, without links.
  public let path: String

  /// Makes an empty folder.
  public init() throws {
    let temporary = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath()
    path = temporary.appending(path: "test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and makes the folders on the way to it.
  ///
  /// - Parameters:
  ///   - text: What the file is to hold.
  ///   - name: Its path below the folder.
  /// - Throws: What the system says if that does not work.
  public func write(_ text: String, to name: String) throws {
    let file = URL(filePath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: false, encoding: .utf8)
  }

  /// Removes a file or a folder.
  public func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }
}
