internal import Testing

@testable internal import HTTP

@Suite struct JSONValueTests {
  private func value(_ text: String) throws(JSONError) -> JSONValue {
    try JSONValue(Array(text.utf8))
  }

  @Test func `finds members by their names`() throws {
    let item = try value("{\"name\":\"x\",\"count\":3,\"size\":1.5,\"done\":true,\"tags\":[\"a\"]}")
    #expect(try item.member("name").string() == "x")
    #expect(try item.member("count").integer() == 3)
    #expect(try item.member("size").double() == 1.5)
    #expect(try item.member("count").double() == 3)
    #expect(try item.member("done").bool())
    #expect(try item.member("tags").elements() == [.string([97])])
    #expect(item["none"] == nil && item["name"]?["x"] == nil)
    #expect(try value("null").isNull)
  }

  @Test func `says when a value is of another kind`() throws {
    let item = try value("{\"a\":1.5}")
    #expect(throws: JSONError.wrongKind) { _ = try item.member("b") }
    #expect(throws: JSONError.wrongKind) { _ = try item.member("a").integer() }
    #expect(throws: JSONError.wrongKind) { _ = try item.member("a").string() }
    #expect(throws: JSONError.wrongKind) { _ = try item.bool() }
    #expect(throws: JSONError.wrongKind) { _ = try item.elements() }
    #expect(throws: JSONError.wrongKind) { _ = try value("\"1\"").double() }
    #expect(try value("1e3").integer() == 1000)
    #expect(throws: JSONError.wrongKind) { _ = try value("1e30").integer() }
  }

  @Test func `refuses a name that is there twice`() throws {
    #expect(throws: JSONError.repeatedName) { _ = try value("{\"a\":1,\"b\":2,\"\\u0061\":3}") }
    #expect(throws: Never.self) { _ = try value("{\"a\":1,\"A\":2,\"\":{\"a\":3}}") }
  }

  @Test func `refuses what follows the text`() {
    #expect(throws: JSONError.unexpected(at: 3)) { _ = try value("{} x") }
  }
}
