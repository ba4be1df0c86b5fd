/// Reading of manifests from disk.
public enum TestFile {
  /// The text of a manifest; nil if there is none.
  public static func read(_ path: String) -> String? { Folder.readText(path) }
}
