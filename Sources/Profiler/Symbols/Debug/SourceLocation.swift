/// A place in a source file.
public struct SourceLocation: Hashable, Sendable {
  /// Path as the compiler was given it, with the folder of the compilation before a relative one.
  public let file: String
  /// Line, from 1.
  public let line: Int
  /// Column in bytes, from 1; 0 if unknown.
  public let column: Int

  /// Makes a location.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// Makes a location from what debug information says, unless that is no place in a file.
  init?(debugFile file: UnsafePointer<CChar>?, line: Int, column: Int) {
    guard line > 0, let file = file.map({ String(cString: $0) }) else { return nil }
    // elfutils puts the folder before the compiler's word for "nowhere".
    guard !file.hasSuffix("<compiler-generated>"), file != "???" else { return nil }
    self.init(file: file, line: line, column: column)
  }
}

extension SourceLocation: CustomStringConvertible {
  /// File, line and, if it is known, column, with colons between.
  public var description: String {
    column > 0 ? "\(file):\(line):\(column)" : "\(file):\(line)"
  }
}
