/// Why a scenario does not pass, and where it says so.
public struct ScenarioFailure: Error, Equatable, CustomStringConvertible {
  /// A fragment without a capital.
  public var reason: String
  /// The source that noticed it.
  public var file: String
  /// The line of that source, from 1.
  public var line: Int

  /// Makes a failure at the place where this is called.
  public init(_ reason: String, file: String = #filePath, line: Int = #line) {
    self.reason = reason
    self.file = file
    self.line = line
  }

  /// Place and reason, as compilers write them.
  public var description: String { "\(file):\(line): \(reason)" }
}
