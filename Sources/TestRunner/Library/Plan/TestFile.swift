/// Reading of manifests from disk.
public enum TestFile {
  /// The text of a manifest; nil if there is none.
  public static func read(_ path: String) -> String? { Folder.readText(path) }

  /// The bytes of a file; nil if it cannot be read.
  public static func bytes(_ path: String) -> [UInt8]? { Folder.read(path) }
}
