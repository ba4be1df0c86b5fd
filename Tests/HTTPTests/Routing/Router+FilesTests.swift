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
}
