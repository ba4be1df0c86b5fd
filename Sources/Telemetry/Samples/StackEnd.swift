/// Why the walk of a stack ended.
public enum StackEnd: UInt8, Sendable {
  /// It came to the outermost function.
  case complete
  /// There are more frames than a sample takes.
  case tooDeep
  /// A frame pointer led off the stack, or back.
  case badFramePointer
  /// There was no stack to walk: the interrupted code had an unknown one.
  case unknownStack

  /// What it is called in reports.
  public var name: StaticString {
    switch self {
    case .complete: "complete"
    case .tooDeep: "too deep"
    case .badFramePointer: "bad frame pointer"
    case .unknownStack: "unknown stack"
    }
  }
}
