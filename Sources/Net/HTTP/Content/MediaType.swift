/// What files are, by the end of their names.
enum MediaType {
  /// The media type of a file, by its name.
  static func of(_ name: [UInt8]) -> StaticString {
    let raw = name.raw
    guard let dot = name.lastIndex(of: ASCII.dot) else { return "application/octet-stream" }
    let end = dot + 1..<name.count
    for (suffix, type) in known where raw.matches(end, suffix) { return type }
    return "application/octet-stream"
  }

  private static var known: [(StaticString, StaticString)] {
    [
      ("html", "text/html; charset=utf-8"), ("css", "text/css; charset=utf-8"),
      ("js", "text/javascript; charset=utf-8"), ("txt", "text/plain; charset=utf-8"),
      ("json", "application/json"), ("svg", "image/svg+xml"), ("png", "image/png"),
      ("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("gif", "image/gif"),
      ("webp", "image/webp"), ("ico", "image/vnd.microsoft.icon"), ("woff2", "font/woff2"),
      ("wasm", "application/wasm"), ("pdf", "application/pdf"), ("xml", "application/xml"),
      ("mp4", "video/mp4"), ("csv", "text/csv; charset=utf-8"),
    ]
  }
}
