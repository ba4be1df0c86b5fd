internal import Net
internal import Testing

@testable internal import HTTP

@Suite struct RouterFilesTests {
  struct File: ByteSource {
    let name: String
    let text: String
    var byteCount: Int { text.utf8.count }
    func append(_ range: Range<Int>, to buffer: inout [UInt8]) {
      buffer += Array(text.utf8)[range]
    }
    func appendName(to buffer: inout [UInt8]) { buffer += Array(name.utf8) }
  }

  private let router: Router = {
    let router = Router()
    router.files(
      "/*path",
      [
        File(name: "b.css", text: "style"), File(name: "index.html", text: "home"),
        File(name: "a/index.html", text: "folder"), File(name: "a/data", text: ""),
      ])
    return router
  }()

  @Test(arguments: [
    ("/", "home", "text/html; charset=utf-8"), ("/b.css", "style", "text/css; charset=utf-8"),
    ("/a/", "folder", "text/html; charset=utf-8"), ("/a/data", "", "application/octet-stream"),
    ("/%62.css", "style", "text/css; charset=utf-8"),
  ]) func `serves files with their types`(path: String, text: String, type: String) async throws {
    let response = try await router.answer(try request("GET \(path)"))
    #expect(response.contentText == text && "\(response.type ?? "")" == type)
    #expect(response.headText.contains("ETag: \""))
  }

  @Test(arguments: ["/a", "/b", "/b.css/", "/a/index.htm"])
  func `has no others`(path: String) async throws {
    await #expect(throws: HTTPError.notFound) {
      _ = try await router.answer(try request("GET \(path)"))
    }
  }

  /// A file that notes how much of it is taken at once.
  private final class LargeFile: ByteSource, @unchecked Sendable {
    let bytes = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var largestPiece = 0
    var byteCount: Int { bytes.count }
    func append(_ range: Range<Int>, to buffer: inout [UInt8]) {
      largestPiece = max(largestPiece, range.count)
      buffer += bytes[range]
    }
    func appendName(to buffer: inout [UInt8]) { buffer += Array("large".utf8) }
  }

  @Test func `makes the tag of a file without a copy of it`() async throws {
    let file = LargeFile()
    let router = Router()
    router.files("/*path", [file])
    let response = try await router.answer(try request("GET /large"))
    #expect(file.largestPiece == 16_384)
    let bytes = file.bytes
    let tag = EntityTag(hashing: bytes.span.bytes)
    #expect(response.headText.contains("ETag: \"\(tag.opaque.text)\""))
  }
}
