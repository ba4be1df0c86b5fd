/// How a message says where its content ends.
///
/// Source: RFC 9112, section 6.3.
enum ContentFraming: Equatable, Sendable {
  /// There are so many bytes.
  case length(Int)
  /// Chunks, of which an empty one is the last.
  case chunked
  /// The connection ends with it; responses only.
  case untilClose
}
