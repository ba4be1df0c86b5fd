internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct RequestParserWholeTests {
  /// What the way of one pass makes of bytes; nil if it leaves them to the lines.
  private static func takeWhole(
    _ bytes: [UInt8], _ limits: MessageLimits = MessageLimits()
  ) -> (head: RequestHead, end: Int)? {
    var parser = RequestParser(limits: limits)
    parser.begin(at: 0)
    guard parser.takeWhole(bytes.raw) else { return nil }
    index(&parser, bytes)
    return (parser.head, parser.end)
  }

  /// Makes the table of fields, which finds out all again that was noted without it.
  private static func index(_ parser: inout RequestParser, _ bytes: [UInt8]) {
    let noted = parser.head
    parser.head.fields.index(bytes.raw)
    #expect(noted.framing == parser.head.framing && noted.host == parser.head.host)
    #expect(noted.isPersistent == parser.head.isPersistent)
    #expect(noted.expectsContinue == parser.head.expectsContinue)
  }

  /// What the lines make of them.
  private static func takeLines(
    _ bytes: [UInt8], _ limits: MessageLimits = MessageLimits()
  ) -> (head: RequestHead, end: Int)? {
    var parser = RequestParser(limits: limits)
    do throws(MessageError) {
      return try parser.advance(over: bytes.raw) ? (parser.head, parser.end) : nil
    } catch {
      return nil
    }
  }

  private static let requests = [
    "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /items/7?a=b?c HTTP/1.1\r\nhOST:example.org:80 \t\r\nAccept: text/html,\t*/*\r\n\r\nmore",
    "POST /x HTTP/1.1\r\nHost: [::1]\r\nContent-Length: 5\r\nConnection: close, x\r\n\r\nhello",
    "HEAD /a.b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-Continue\r\n\r\n",
    "PUT /a/b HTTP/1.1\r\nUser-Agent: bench/1.0 (of this project)\r\nHost: a\r\nX:\r\n\r\n",
  ]

  @Test(arguments: requests) func `takes usual requests as the lines do`(text: String) throws {
    let bytes = Array(text.utf8)
    let (whole, end) = try #require(Self.takeWhole(bytes))
    let (lines, other) = try #require(Self.takeLines(bytes))
    #expect(whole == lines && end == other)
    for count in 0..<end { #expect(Self.takeWhole(Array(bytes[..<count])) == nil) }
  }

  @Test(arguments: Vectors.heads) func `takes nothing that is refused`(vector: Vectors.Head) {
    #expect(Self.takeWhole(Array((vector.text + "\r\n\r\n").utf8)) == nil)
  }

  @Test func `leaves what is longer than its limits to the lines`() {
    let bytes = Array("GET /123456789 HTTP/1.1\r\nHost: a\r\nAccept: b\r\n\r\n".utf8)
    for startLine in 15...40 {
      var limits = MessageLimits()
      limits.startLine = startLine
      #expect((Self.takeWhole(bytes, limits) == nil) == (Self.takeLines(bytes, limits) == nil))
    }
    for count in 0...40 {
      var limits = MessageLimits()
      limits.fields = count
      #expect((Self.takeWhole(bytes, limits) == nil) == (Self.takeLines(bytes, limits) == nil))
      limits = MessageLimits()
      limits.fieldCount = count
      #expect((Self.takeWhole(bytes, limits) == nil) == (Self.takeLines(bytes, limits) == nil))
    }
  }

  @Test func `agrees with the lines about whatever bytes come`() {
    var random = SeededGenerator(seed: 3)
    var takenCount = 0
    for round in 0..<30_000 {
      var bytes = Array(Self.requests[round % Self.requests.count].utf8)
      for _ in 0..<random.below(4) { bytes.mutate(&random) }
      guard let (whole, end) = Self.takeWhole(bytes) else { continue }
      takenCount += 1
      let lines = Self.takeLines(bytes)
      #expect(lines?.head == whole && lines?.end == end, "round \(round): \(bytes.text)")
    }
    #expect(takenCount > 5000)
  }

  @Test func `knows the fields of the request before again, wherever they lie`() throws {
    let fields = "Host: example.org\r\nConnection: close\r\nContent-Length: 13\r\n\r\n"
    let other = fields.replacing("13", with: "14")
    let others = [("/", fields.replacing("close", with: "clise")), ("/", other)]
    var parser = RequestParser(limits: MessageLimits())
    let known = [("/", fields), ("/longer", fields), ("/l", fields)]
    for (path, fields) in known + others {
      let bytes = Array("POST \(path) HTTP/1.1\r\n\(fields)abcPOST / HTTP/1.1\r\n".utf8)
      parser.begin(at: 0)
      let isTaken = parser.takeWhole(bytes.raw)
      #expect(isTaken)
      Self.index(&parser, bytes)
      let (lines, end) = try #require(Self.takeLines(bytes))
      #expect(parser.head == lines && parser.end == end)
    }
    // What is cut within fields that are known is not whole.
    let whole = Array("POST / HTTP/1.1\r\n\(other)".utf8)
    for count in 0..<whole.count {
      parser.begin(at: 0)
      let cut = Array(whole[..<count])
      let isTaken = parser.takeWhole(cut.raw)
      #expect(!isTaken)
    }
  }
}
