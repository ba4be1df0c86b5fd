internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct ContentDecoderTests {
  /// What comes out of bytes that come in parts.
  private func decode(
    _ parts: [[UInt8]], _ framing: ContentFraming = .chunked,
    limits: MessageLimits = MessageLimits()
  ) -> Result<String, MessageError> {
    var decoder = ContentDecoder(framing, limits: limits)
    var (bytes, position): ([UInt8], Int) = ([], 0)
    var content: [UInt8] = []
    do throws(MessageError) {
      for part in parts {
        bytes += part
        loop: while true {
          switch try decoder.next(in: bytes.raw, from: &position) {
          case .data(let range): content += bytes[range]
          case .needsMore: break loop
          case .end:
            let trailers = Fields(bytes: decoder.trailerBytes, table: decoder.trailers)
            let names = (0..<trailers.count).map { trailers[$0].name.text }
            return .success(content.text + "|" + names.joined(separator: ","))
          }
        }
      }
      try decoder.finish()
      return .success(content.text + "|")
    } catch {
      return .failure(error)
    }
  }

  @Test(arguments: [
    ("0\r\n\r\n", "|"), ("5\r\nhello\r\n0\r\n\r\n", "hello|"),
    ("5;a=b;c=\"d\"\r\nhello\r\n00\r\n\r\n", "hello|"),
    ("a\r\n0123456789\r\nB\r\nabcdefghijk\r\n0\r\n\r\n", "0123456789abcdefghijk|"),
    ("1\r\nx\r\n0\r\nA: b\r\nC:\r\n\r\nGET", "x|A,C"),
    ("00000000000001\r\nx\r\n0\r\n\r\n", "x|"),
  ]) func `joins chunks`(text: String, content: String) {
    let bytes = Array(text.utf8)
    #expect(decode([bytes]) == .success(content))
    #expect(decode(bytes.map { [$0] }) == .success(content))
  }

  @Test(arguments: [
    ("\r\n", MessageError.malformedChunk), ("x\r\n", .malformedChunk), ("0x5\r\n", .malformedChunk),
    ("-5\r\n", .malformedChunk), ("+5\r\n", .malformedChunk), (" 5\r\n", .malformedChunk),
    ("5 \r\n", .malformedChunk), ("5 ;a\r\n", .malformedChunk), ("5\t\r\n", .malformedChunk),
    ("5;a\rb\r\n", .malformedChunk), ("5;a\0b\r\n", .malformedChunk), (";a\r\n", .malformedChunk),
    ("1_0\r\n", .malformedChunk), ("1\nx\r\n", .bareLineFeed), ("5\n", .bareLineFeed),
    ("0000000000000001\r\nx\r\n", .malformedChunk), ("ffffffffffffffff\r\n", .malformedChunk),
    ("fffffffffffffff\r\n", .contentTooLong), ("100001\r\n", .contentTooLong),
    ("1\r\nxy\r\n", .malformedChunk), ("1\r\nx\n0\r\n\r\n", .bareLineFeed),
    ("1\r\nx0\r\n\r\n", .malformedChunk), ("0\r\n\n", .bareLineFeed),
    ("0\r\nA : b\r\n\r\n", .malformedFieldName), ("0\r\n A: b\r\n\r\n", .foldedField),
    ("0\r\nContent-Length: 5\r\n\r\n", .malformedFieldName),
    ("0\r\nTransfer-Encoding: chunked\r\n\r\n", .malformedFieldName),
    ("0\r\nHost: b\r\n\r\n", .malformedFieldName), ("0\r\nA: \0\r\n\r\n", .malformedFieldValue),
    ("5\r\nhell", .cut), ("5", .cut), ("0\r\n", .cut), ("1\r\nx\r\n", .cut), ("", .cut),
  ]) func `refuses what is no chunk`(text: String, error: MessageError) {
    let bytes = Array(text.utf8)
    #expect(decode([bytes]) == .failure(error))
    #expect(decode(bytes.map { [$0] }) == .failure(error))
  }

  @Test func `bounds extensions and trailers`() {
    let extension1 = "1;" + String(repeating: "e", count: 2100) + "\r\nx\r\n"
    #expect(decode([Array((extension1 + "0\r\n\r\n").utf8)]) == .success("x|"))
    let both = Array((extension1 + extension1 + "0\r\n\r\n").utf8)
    #expect(decode([both]) == .failure(.chunkExtensionsTooLong))
    #expect(decode(both.map { [$0] }) == .failure(.chunkExtensionsTooLong))
    let trailer = "A: " + String(repeating: "b", count: 2100) + "\r\n"
    let trailers = Array(("0\r\n" + trailer + trailer + "\r\n").utf8)
    #expect(decode([trailers]) == .failure(.trailersTooLong))
    #expect(decode(trailers.map { [$0] }) == .failure(.trailersTooLong))
  }

  @Test func `counts a stated length, and knows what a close means`() {
    #expect(decode([Array("hello".utf8)], .length(5)) == .success("hello|"))
    #expect(decode([Array("hellox".utf8)], .length(5)) == .success("hello|"))
    #expect(decode([Array("hell".utf8)], .length(5)) == .failure(.cut))
    #expect(decode([], .length(0)) == .success("|"))
    #expect(decode([Array("hel".utf8), Array("lo".utf8)], .untilClose) == .success("hello|"))
    var limits = MessageLimits()
    limits.content = 4
    #expect(decode([Array("hello".utf8)], .untilClose, limits: limits) == .failure(.contentTooLong))
    let chunks = Array("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".utf8)
    #expect(decode([chunks], limits: limits) == .failure(.contentTooLong))
  }

  @Test func `gives the same content however the bytes are cut`() {
    var random = SeededGenerator(seed: 7)
    let text = "5;x=y\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nA: b\r\nC: d\r\n\r\n"
    for seed in 0..<10_000 {
      var bytes = Array(text.utf8)
      for _ in 0..<random.below(3) { bytes.mutate(&random) }
      #expect(decode(bytes.cut(&random)) == decode([bytes]), "mutation \(seed)")
    }
  }

  @Test func `reads what is written in chunks`() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<200 {
      let content = (0..<random.below(5)).map { _ in random.bytes(upTo: 300).map { $0 & 0x3f + 48 }
      }
      var bytes: [UInt8] = []
      for piece in content where !piece.isEmpty {
        bytes.append(hexadecimal: UInt64(piece.count))
        bytes += Array("\r\n".utf8) + piece + Array("\r\n".utf8)
      }
      bytes += Array("0\r\n\r\n".utf8)
      #expect(decode(bytes.cut(&random)) == .success(content.joined().map { $0 }.text + "|"))
    }
  }

  @Test func `takes no more trailers than a head has fields`() {
    func bytes(_ count: Int) -> [UInt8] {
      Array(("0\r\n" + String(repeating: "a:\r\n", count: count) + "\r\n").utf8)
    }
    #expect(decode([bytes(101)]) == .failure(.trailersTooLong))
    guard case .success = decode([bytes(100)]) else {
      Issue.record("100 are allowed")
      return
    }
  }
}
