/// A request's first line and fields, as places in the buffer that holds them.
struct RequestHead: Equatable, Sendable {
  var method = Method.get
  /// Whether the version is 1.1 or a later one; else it is 1.0.
  var isVersion11 = true
  /// The target as it was written.
  var target = ByteRange.empty
  /// Its path, which begins with a slash, or is empty and means one; `*` for the server as a whole.
  var path = ByteRange.empty
  /// What follows its question mark.
  var query = ByteRange.empty
  /// The host that was asked for: of the target if it names one, else of the field.
  var host = ByteRange.empty
  /// Whether the path has characters written with `%`.
  var isEncoded = false
  var fields = FieldSection()

  /// Where the content ends.
  var framing: ContentFraming { fields.isChunked ? .chunked : .length(fields.length ?? 0) }

  /// Whether the connection may be used for a further request.
  ///
  /// Source: RFC 9112, section 9.3.
  var isPersistent: Bool {
    !fields.options.contains(.close) && (isVersion11 || fields.options.contains(.keepAlive))
  }

  /// Whether the client waits for a go-ahead before it sends the content.
  var expectsContinue: Bool { isVersion11 && fields.expectsContinue && framing != .length(0) }
}
