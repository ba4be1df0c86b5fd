/// Why a packet that was to leave was dropped.
public enum SendDrop: UInt8, CaseIterable, Sendable {
  /// The transmitter had no buffer.
  case sendNoBuffer
  /// No route leads there.
  case sendUnreachable
  /// Larger than the link allows.
  case sendTooLong
  /// The neighbour did not answer.
  case sendUnresolved
  /// Later packets took its place while the neighbour had not answered yet.
  case sendDisplaced
  /// The link was down.
  case sendLinkDown

  /// The drop that an error leads to.
  init(_ error: SendError) {
    switch error {
    case .tooLong: self = .sendTooLong
    case .notBound, .unreachable: self = .sendUnreachable
    case .noBuffer: self = .sendNoBuffer
    case .linkDown: self = .sendLinkDown
    }
  }

  /// The name under which it is counted.
  public var name: StaticString {
    switch self {
    case .sendNoBuffer: "sendNoBuffer"
    case .sendUnreachable: "sendUnreachable"
    case .sendTooLong: "sendTooLong"
    case .sendUnresolved: "sendUnresolved"
    case .sendDisplaced: "sendDisplaced"
    case .sendLinkDown: "sendLinkDown"
    }
  }
}
