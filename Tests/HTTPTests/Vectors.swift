internal import Testing

@testable internal import HTTP

/// Heads that are refused, most because somebody in between might read them in another way.
enum Vectors {
  struct Head: Sendable, CustomTestStringConvertible {
    let text: String
    let error: MessageError
    let status: UInt16
    var testDescription: String { text.debugDescription }

    init(_ text: String, _ error: MessageError, _ status: UInt16 = 400) {
      self.text = text
      self.error = error
      self.status = status
    }

    /// A request with one more field.
    static func field(_ field: String, _ error: MessageError, _ status: UInt16 = 400) -> Head {
      Head("POST / HTTP/1.1\r\nHost: a\r\n\(field)\r\n\r\n", error, status)
    }
  }

  /// A request that is taken, to be changed.
  static let request =
    "POST /a/%41?b=c HTTP/1.1\r\nHost: example.org\r\nContent-Length: 5\r\n"
    + "Connection: keep-alive, x\r\nAccept: text/html;q=0.5, */*\r\n\r\n"

  static let heads = startLines + targets + lines + lengths + codings + hosts

  static let startLines: [Head] = [
    Head("GET  / HTTP/1.1\r\n\r\n", .malformedTarget),
    Head("GET /  HTTP/1.1\r\n\r\n", .malformedTarget),
    Head("GET / HTTP/1.1 \r\n\r\n", .malformedStartLine),
    Head(" GET / HTTP/1.1\r\n\r\n", .malformedStartLine),
    Head("GET\t/\tHTTP/1.1\r\n\r\n", .malformedStartLine),
    Head("GET / http/1.1\r\n\r\n", .malformedStartLine),
    Head("GET / HTTP/11\r\n\r\n", .malformedStartLine),
    Head("GET / HTTP/1.x\r\n\r\n", .malformedStartLine),
    Head("GET / HTTP/1.10\r\n\r\n", .malformedStartLine),
    Head("GET /\r\n\r\n", .malformedStartLine),
    Head("GET\r\n\r\n", .malformedStartLine),
    Head("G(T / HTTP/1.1\r\n\r\n", .malformedStartLine),
    Head("\r\n\r\nGET / HTTP/1.1\r\n\r\n", .malformedStartLine),
    Head("GET / HTTP/1.1\n\n", .bareLineFeed),
    Head("GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineFeed),
    Head("GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
    Head("GET / HTTP/1.1\rHost: a\r\n\r\n", .malformedStartLine),
    Head("get / HTTP/1.1\r\n\r\n", .unknownMethod, 501),
    Head("PROPFIND / HTTP/1.1\r\n\r\n", .unknownMethod, 501),
    Head("GET / HTTP/2.0\r\n\r\n", .unsupportedVersion, 505),
    Head("GET / HTTP/0.9\r\n\r\n", .unsupportedVersion, 505),
    Head("GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\n", .startLineTooLong, 414),
  ]

  static let targets: [Head] =
    [
      "/\0", "/a b", "/a\u{7f}", "/ü", "/a#b", "/%", "/%4", "/%zz", "/%00", "/..", "/../",
      "/a/../b",
      "/./a", "/a/.", "/%2e%2e/a", "/%2E./a", "/a/%2e", "/..%2fa", "/..%5ca", "/..\\a", "*", "a",
      "a/b", "ftp://a/", "http:/a", "http://", "http:///a", "http://u@h/", "http://h/..",
      "http://h\\a/", "//..", "/a//..",
    ].map { Head("GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget) } + [
      Head("CONNECT /a HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
      Head("CONNECT a@b HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
    ]

  static let lines: [Head] = [
    .field("Name : value", .malformedFieldName),
    .field("Name\t: value", .malformedFieldName),
    .field(" Name: value", .foldedField),
    .field("A: b\r\n c", .foldedField),
    .field("A: b\r\n\tc", .foldedField),
    .field(": value", .malformedFieldName),
    .field("Name", .malformedFieldName),
    .field("Na me: value", .malformedFieldName),
    .field("Na\0me: value", .malformedFieldName),
    .field("Näme: value", .malformedFieldName),
    .field("N(me: value", .malformedFieldName),
    .field("Name: va\0lue", .malformedFieldValue),
    .field("Name: va\rlue", .malformedFieldValue),
    .field("Name: value\r\r\nA: b", .malformedFieldValue),
    .field("Name: va\u{1}lue", .malformedFieldValue),
    .field("Name: va\u{7f}lue", .malformedFieldValue),
    .field("Name: \(String(repeating: "v", count: 17_000))", .fieldsTooLong, 431),
    .field((0..<100).map { "A\($0): b" }.joined(separator: "\r\n"), .tooManyFields, 431),
    .field("Expect: 200-ok", .unknownExpectation, 417),
    Head("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedField),
  ]

  static let lengths: [Head] =
    [
      "", "+5", "-5", "5 5", "0x5", "5,5", "5, 5", "5,6", "five", "5;", "1e3", "5\t5", "٥",
      "99999999999999999999", "18446744073709551621",
    ].map { .field("Content-Length: \($0)", .malformedContentLength) } + [
      .field("Content-Length: 5\r\nContent-Length: 5", .malformedContentLength),
      .field("Content-Length: 5\r\ncontent-length: 6", .malformedContentLength),
      .field("Content-Length: 1048577", .contentTooLong, 413),
      .field("Content-Length: 5\r\nTransfer-Encoding: chunked", .conflictingLengths),
      .field("Transfer-Encoding: chunked\r\nContent-Length: 0", .conflictingLengths),
      .field("Content-Length : 5\r\nTransfer-Encoding: chunked", .malformedFieldName),
      .field("Content-Length: 5\r\nTransfer-Encoding : chunked", .malformedFieldName),
      .field(
        "Content_Length: 5\r\nContent-Length: 5\r\nContent-Length: 5", .malformedContentLength),
    ]

  static let codings: [Head] =
    [
      "", "identity", "xchunked", "chunkedx", "\"chunked\"", "'chunked'", "chunked,", ",chunked",
      "chunked, identity", "chunked, chunked", "gzip", "chunked;a=b", "chunked\u{b}", "cow, ",
    ].map {
      .field(
        "Transfer-Encoding: \($0)",
        $0.contains("\u{b}") ? .malformedFieldValue : .malformedTransferEncoding)
    } + [
      .field("Transfer-Encoding: gzip, chunked", .unsupportedTransferCoding, 501),
      .field(
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", .malformedTransferEncoding),
      .field("Transfer-Encoding: chunked\r\nTransfer-Encoding: x", .malformedTransferEncoding),
      .field("Transfer-Encoding: x\r\nTransfer-Encoding: chunked", .malformedTransferEncoding),
      .field("Transfer-Encoding:\r\n chunked", .malformedTransferEncoding),
      Head(
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .malformedTransferEncoding),
    ]

  static let hosts: [Head] = [
    Head("GET / HTTP/1.1\r\n\r\n", .missingOrRepeatedHost),
    Head("GET http://a/ HTTP/1.1\r\n\r\n", .missingOrRepeatedHost),
    .field("Host: a", .missingOrRepeatedHost),
    .field("hOST: b", .missingOrRepeatedHost),
    Head("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .malformedHost),
    Head("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .malformedHost),
    Head("GET / HTTP/1.1\r\nHost: u@h\r\n\r\n", .malformedHost),
    Head("GET / HTTP/1.1\r\nHost: a\\b\r\n\r\n", .malformedHost),
  ]
}
