internal import Testing

@testable internal import HTTP

@Suite struct ResponseContentTests {
  private let content: Content = {
    var content = Content(Array("0123456789".utf8), type: "text/plain")
    content.entityTag = EntityTag([0x74])
    content.lastModified = 784_111_777
    return content
  }()

  private let before = "Sun, 06 Nov 1994 08:49:36 GMT"
  private let at = "Sun, 06 Nov 1994 08:49:37 GMT"

  private func answer(_ fields: String, _ method: String = "GET") throws -> Response {
    .content(content, for: try request("\(method) /x", fields))
  }

  @Test func `describes the whole`() throws {
    let response = try answer("")
    #expect(response.status == .ok && response.contentText == "0123456789")
    #expect(
      response.headText.contains(
        "Accept-Ranges: bytes\r\nETag: \"t\"\r\nLast-Modified: \(at)\r\nContent-Length: 10\r\n"))
  }

  /// The order of the conditions is that of RFC 9110, section 13.2.2.
  @Test(arguments: [
    ("If-None-Match: \"t\"", 304), ("If-None-Match: W/\"t\"", 304), ("If-None-Match: *", 304),
    ("If-None-Match: \"x\"", 200), ("If-None-Match: \"x\"\r\nIf-None-Match: \"t\"", 304),
    ("If-Match: \"t\"", 200), ("If-Match: *", 200), ("If-Match: \"x\"", 412),
    ("If-Match: W/\"t\"", 412), ("If-Match: \"t\"\r\nIf-None-Match: \"t\"", 304),
    ("If-Modified-Since: AT", 304), ("If-Modified-Since: BEFORE", 200),
    ("If-Modified-Since: nonsense", 200), ("If-Unmodified-Since: AT", 200),
    ("If-Unmodified-Since: BEFORE", 412), ("If-None-Match: \"x\"\r\nIf-Modified-Since: AT", 200),
    ("If-Match: \"t\"\r\nIf-Unmodified-Since: BEFORE", 200),
  ]) func `evaluates conditions`(fields: String, status: UInt16) throws {
    let fields = fields.replacing("AT", with: at).replacing("BEFORE", with: before) + "\r\n"
    #expect(try answer(fields).status.rawValue == status)
    #expect(try answer(fields, "HEAD").status.rawValue == status)
  }

  @Test func `fails where another method finds the state that it must not`() throws {
    #expect(try answer("If-None-Match: *\r\n", "PUT").status == .preconditionFailed)
    #expect(try answer("If-Modified-Since: \(at)\r\n", "PUT").status == .ok)
  }

  @Test(arguments: [
    ("Range: bytes=2-4", 206, "234", "bytes 2-4/10"),
    ("Range: bytes=-2", 206, "89", "bytes 8-9/10"),
    ("Range: bytes=20-", 416, "", "bytes */10"), ("Range: bytes=x", 200, "0123456789", ""),
    ("Range: bytes=2-4\r\nIf-Range: \"t\"", 206, "234", "bytes 2-4/10"),
    ("Range: bytes=2-4\r\nIf-Range: \"x\"", 200, "0123456789", ""),
    ("Range: bytes=2-4\r\nIf-Range: W/\"t\"", 200, "0123456789", ""),
    ("Range: bytes=2-4\r\nIf-Range: *", 200, "0123456789", ""),
    ("Range: bytes=2-4\r\nIf-Range: AT", 206, "234", "bytes 2-4/10"),
    ("Range: bytes=2-4\r\nIf-Range: BEFORE", 200, "0123456789", ""),
    ("Range: bytes=2-4\r\nIf-None-Match: \"t\"", 304, "0", ""),
  ]) func `answers ranges`(
    fields: String, status: UInt16, text: String, contentRange: String
  ) throws {
    let fields = fields.replacing("AT", with: at).replacing("BEFORE", with: before) + "\r\n"
    let response = try answer(fields)
    #expect(response.status.rawValue == status)
    if status != 304 { #expect(response.contentText == text) }
    #expect(
      response.headText.components("Content-Range: bytes ").first?.isEmpty
        == (contentRange.isEmpty ? nil : false))
    #expect(
      contentRange.isEmpty || response.headText.contains("Content-Range: \(contentRange)\r\n"))
    #expect(try answer(fields, "HEAD").status != .partialContent)
  }

  @Test func `answers several ranges in parts`() throws {
    let response = try answer("Range: bytes=0-1,-1\r\n")
    let boundary = "swiftlet-8c1f0b97d2e64a35b0c94f7e61ad283b"
    #expect(response.status == .partialContent)
    #expect(
      response.headText.contains("Content-Type: multipart/byteranges; boundary=\(boundary)\r\n"))
    #expect(
      response.contentText == "\r\n--\(boundary)\r\nContent-Type: text/plain\r\n"
        + "Content-Range: bytes 0-1/10\r\n\r\n01\r\n--\(boundary)\r\nContent-Type: text/plain\r\n"
        + "Content-Range: bytes 9-9/10\r\n\r\n9\r\n--\(boundary)--\r\n")
    #expect(response.body.byteCount == response.contentText.utf8.count)
  }
}
