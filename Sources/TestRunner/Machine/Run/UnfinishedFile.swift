internal import Glibc

/// The name under which a file is written before it takes its own, so that nobody sees half of it.
///
/// It says whose it is: what a process leaves that was killed meanwhile can be told from all that
/// others write into the same folders.
public enum UnfinishedFile {
  private static let mark = ".unfinished."

  /// The name for this process.
  ///
  /// - Parameter path: The name that the file is to have in the end.
  /// - Returns: The name.
  public static func name(for path: String) -> String { "\(path)\(mark)\(getpid())" }

  /// The process that writes a file.
  ///
  /// - Parameter name: The file's name.
  /// - Returns: Its number; nil if the name is not of this kind.
  public static func writer(of name: String) -> Int32? {
    // Most names end with a letter: every run looks at hundreds.
    guard let last = name.utf8.last, (0x30...0x39).contains(last),
      let point = name.lastIndex(of: "."), name[...point].hasSuffix(mark),
      let number = pid_t(name[name.index(after: point)...]), number > 0
    else { return nil }
    return number
  }
}
