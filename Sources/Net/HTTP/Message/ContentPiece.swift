/// What the decoder of a content finds next in the bytes that have come.
enum ContentPiece: Equatable, Sendable {
  /// Bytes of the content.
  case data(Range<Int>)
  /// More bytes must come first.
  case needsMore
  /// The content is complete.
  case end
}
