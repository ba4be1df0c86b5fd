/// How large a message may be; what is larger is refused with its proper status.
public struct MessageLimits: Equatable, Sendable {
  /// Bytes of the first line without its end; more is answered with 414.
  public var startLine = 8192
  /// Bytes of all fields with their line ends; more is answered with 431.
  public var fields = 16384
  /// Number of fields; more is answered with 431.
  public var fieldCount = 100
  /// Bytes of the content; more is answered with 413.
  public var content = 1 << 20
  /// Bytes of the extensions of all chunks, which nobody needs.
  public var chunkExtensions = 4096
  /// Bytes of the fields after the content.
  public var trailers = 4096

  /// The usual limits.
  public init() {}
}
