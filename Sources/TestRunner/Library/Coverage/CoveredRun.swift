/// What one test left of what its guest executed.
public struct CoveredRun: Codable, Equatable, Sendable {
  /// Path of the counters, in LLVM's raw format.
  public var profile: String
  /// Path of the image that says what they mean.
  public var image: String

  /// Where the counters of a test are kept.
  ///
  /// - Parameters:
  ///   - test: The test's name.
  ///   - folder: Where all about coverage is kept.
  /// - Returns: The path, which no other test has.
  static func path(of test: String, in folder: String) -> String {
    let word = test.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    return "\(folder)/tests/\(String(word))-\(ImageBuilder.hash(test)).profraw"
  }
}
