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
    self.init(rawName, Names(rawName), location: location, isInlined: isInlined)
  }

  init(_ rawName: String, _ names: Names, location: SourceLocation?, isInlined: Bool) {
    self.rawName = rawName
    fullName = names.full
    function = names.short
    self.location = location
    self.isInlined = isInlined
  }

  /// What a linker's name becomes for people.
  struct Names {
    let full: String
    let short: String

    /// Makes a name readable.
    init(_ rawName: String) {
      let fullName = demangled(rawName)
      full = fullName ?? rawName
      short = fullName.map(simplified) ?? rawName
    }
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
