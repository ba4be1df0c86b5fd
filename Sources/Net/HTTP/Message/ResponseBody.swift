/// What follows the head of a response.
enum ResponseBody: Sendable {
  case empty
  case text(StaticString)
  case bytes([UInt8])
  /// Pieces, one after the other.
  case pieces([Piece])
  /// What a closure writes: so many bytes, or, if that is nil, nobody knows how many.
  case stream(Int?, @Sendable (ResponseStream) async throws(HTTPError) -> Void)
  /// Another protocol, which takes the connection over.
  case upgrade(@Sendable (MessageSource) async -> Void)

  /// A piece of a content that consists of several.
  enum Piece: Sendable {
    case bytes([UInt8])
    case part(Content, Range<Int>)

    var byteCount: Int {
      switch self {
      case .bytes(let bytes): bytes.count
      case .part(_, let range): range.count
      }
    }
  }

  /// Whether another protocol follows.
  var isUpgrade: Bool {
    if case .upgrade = self { true } else { false }
  }

  /// How many bytes there are; nil if that is not known beforehand.
  var byteCount: Int? {
    switch self {
    case .empty: 0
    case .text(let text): text.utf8CodeUnitCount
    case .bytes(let bytes): bytes.count
    case .pieces(let pieces): pieces.reduce(0) { $0 + $1.byteCount }
    case .stream(let count, _): count
    case .upgrade: nil
    }
  }
}
