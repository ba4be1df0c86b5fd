/// A function on a stack: called, or inlined into the one after it.
public struct SymbolFrame: Equatable, Sendable {
  /// The function, short: `closure #1 in DNSService.start(_:)`.
  public let function: String
  /// The function with its module, types and the compiler's remarks.
  public let fullName: String
  /// The name that the linker knows, or that of the source if the linker knows none.
  public let rawName: String
  /// Where the function stands: the instruction or the call; nil if the compiler does not know.
  public private(set) var location: SourceLocation?
  /// Whether the function is inlined into that of the next frame.
  public let isInlined: Bool

  /// Makes a frame.
  ///
  /// - Parameters:
  ///   - rawName: The name that the linker knows.
  ///   - location: Where the function stands.
  ///   - isInlined: Whether it is inlined into that of the next frame.
  public init(rawName: String, location: SourceLocation?, isInlined: Bool) {
    let fullName = demangled(rawName)
    self.rawName = rawName
    self.fullName = fullName ?? rawName
    self.function = fullName.map(simplified) ?? rawName
    self.location = location
    self.isInlined = isInlined
  }
  /// The same frame with another path of its source.
  func renamingSource(_ rename: (String) -> String) -> SymbolFrame {
    var frame = self
    frame.location = location.map {
      SourceLocation(file: rename($0.file), line: $0.line, column: $0.column)
    }
    return frame
  }
}
