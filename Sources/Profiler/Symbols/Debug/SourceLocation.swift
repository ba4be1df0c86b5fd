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
  ///
  /// - Parameters:
  ///   - file: Path of the file.
  ///   - folder: Folder of the compilation, for a path that is relative.
  ///   - line: The line; 0 if there is none.
  ///   - column: The column; 0 if there is none.
  init?(debugFile file: UnsafePointer<CChar>?, folder: String?, line: Int, column: Int) {
    guard line > 0, let file = file.map({ String(cString: $0) }) else { return nil }
    // elfutils puts the folder before the compiler's word for "nowhere".
    guard !file.hasSuffix("<compiler-generated>"), file != "???" else { return nil }
    let isRelative = !file.hasPrefix("/")
    let path = isRelative ? folder.map { "\($0)/\(file)" } : nil
    self.init(file: path ?? file, line: line, column: column)
  }
}

extension SourceLocation: CustomStringConvertible {
  /// File, line and, if it is known, column, with colons between.
  public var description: String {
    column > 0 ? "\(file):\(line):\(column)" : "\(file):\(line)"
  }
}
