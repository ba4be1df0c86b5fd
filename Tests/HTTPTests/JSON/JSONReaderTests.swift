internal import TestSupport
internal import Testing

@testable internal import HTTP

@Suite struct JSONReaderTests {
  private func tokens(_ text: String, depthLimit: Int = 64) throws(JSONError) -> [JSONToken] {
    var reader = JSONReader(Array(text.utf8), depthLimit: depthLimit)
    var tokens: [JSONToken] = []
    while true {
      let token = try reader.next()
      if token == .end { return tokens }
      tokens.append(token)
    }
  }

  @Test func `hands out the tokens of a text`() throws {
    let found = try tokens(" {\"a\" : [1, true,null,{}], \"b\":\"c\" ,\"d\":[]}\r\n\t")
    #expect(
      found == [
        .beginObject, .name([97]), .beginArray, .number(.integer(1)), .bool(true), .null,
        .beginObject, .endObject, .endArray, .name([98]), .string([99]), .name([100]),
        .beginArray, .endArray, .endObject,
      ])
  }

  @Test(arguments: [
    "", " ", "{", "}", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}",
    "{\"a\":1,}", "{,}", "{a:1}", "{\"a\" 1}", "{1:2}", "[1}", "{\"a\":1]", "1 2", "nul", "nulll",
    "True", "truefalse", "'a'", "\"a", "\"a\\", "\"\\u12", "\"a\nb\"", "\"\u{1}\"", "\"\\x\"",
    "\"\\u12g4\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800x\"", "01", "-",
    "-01", "+1", ".5", "1.", "1.e3", "1e", "1e+", "0x1", "NaN", "Infinity", "-Infinity", "1_0",
    "//a\n1", "[1]]", "\u{feff}1", "\u{a0}1", "\u{c}1", "\"a\" \"b\"",
  ]) func `refuses what the grammar does not allow`(text: String) {
    #expect(throws: JSONError.self) { _ = try tokens(text) }
  }

  @Test(arguments: [
    ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{c}\n\r\t"), ("\"\\u0041\\u00e9\"", "Aé"),
    ("\"\\u20AC\"", "€"), ("\"\\ud83d\\ude00\"", "😀"), ("\"\\u0000\"", "\0"), ("\"é€😀\"", "é€😀"),
    ("\"\\uD7FF\\uE000\"", "\u{d7ff}\u{e000}"), ("\"\u{7f}\"", "\u{7f}"),
  ]) func `decodes strings`(text: String, expected: String) throws {
    #expect(try tokens(text) == [.string(Array(expected.utf8))])
  }

  @Test(
    arguments: [
      [0x22, 0xff, 0x22], [0x22, 0xc0, 0x80, 0x22], [0x22, 0xe2, 0x82, 0x22], [0x22, 0x80, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22],
      [0x22, 0xe2, 0x5c, 0x6e, 0x22],
    ] as [[UInt8]]) func `refuses what is no UTF-8`(bytes: [UInt8])
  {
    var reader = JSONReader(bytes)
    #expect(throws: JSONError.self) { _ = try reader.next() }
  }

  @Test func `bounds the depth`() throws {
    let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(try tokens(deep).count == 128)
    #expect(throws: JSONError.tooDeep(at: 64)) { _ = try tokens("[\(deep)]") }
    #expect(throws: JSONError.tooDeep(at: 5)) { _ = try tokens("{\"a\":{}}", depthLimit: 1) }
  }

  @Test func `takes whatever bytes come without a trap`() {
    var random = SeededGenerator(seed: 8259)
    let text = Array(
      "{\"a\":[1,-2.5e3,\"x\\u00e9\\ud83d\\ude00\",null,true],\"b\":{\"c\":[]}}".utf8)
    for _ in 0..<20_000 {
      var bytes = text
      for _ in 0...random.below(5) { bytes.mutate(&random) }
      if let value = try? JSONValue(bytes) {
        var json = JSONWriter()
        json.value(value)
        #expect((try? JSONValue(json.bytes)) == value)
      }
    }
  }
}
