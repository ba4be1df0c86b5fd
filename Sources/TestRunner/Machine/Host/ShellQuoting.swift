/// Writing arguments so that a POSIX shell reads them back.
public enum ShellQuoting {
  private static let plain = Set(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+.,/:@%")

  /// One word.
  ///
  /// - Parameter word: Any text without a zero byte.
  /// - Returns: The word itself where that is safe, else the word in quotes.
  public static func word(_ word: String) -> String {
    if !word.isEmpty && word.allSatisfy(plain.contains) { return word }
    return "'"
      + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// A command with its arguments.
  ///
  /// - Parameter words: The words.
  /// - Returns: One line without its end.
  public static func line(_ words: [String]) -> String {
    words.map { word($0) }.joined(separator: " ")
  }
}
