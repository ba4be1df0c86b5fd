internal import Testing

@testable internal import Machine

@Suite struct JSONValueTests {
  @Test func `reads every kind of value`() throws {
    let text = #"{"n":null,"b":true,"i":-7,"d":1.5,"s":"ä/","a":[1,false],"o":{}}"#
    let value = try #require(JSONValue(parsing: Array(text.utf8)))
    #expect(value["n"] == .null)
    #expect(value["b"]?.bool == true)
    #expect(value["i"]?.integer == -7)
    #expect(value["d"] == .number(1.5))
    #expect(value["s"]?.string == "ä/")
    #expect(value["a"]?.array == [.integer(1), .bool(false)])
    #expect(value["o"] == .object([:]))
    #expect(value["x"] == nil)
  }

  @Test func `keeps numbers and truth values apart`() {
    #expect(JSONValue(parsing: Array("[0,1,true]".utf8))?.text == "[0,1,true]")
  }

  @Test func `writes one line with sorted members`() {
    let value = JSONValue.object(["b": .string("a/b\n"), "a": .null])
    #expect(value.text == #"{"a":null,"b":"a/b\n"}"#)
  }

  @Test(arguments: ["", "{", "nul", "{} {}"]) func `refuses what is not one value`(text: String) {
    #expect(JSONValue(parsing: Array(text.utf8)) == nil)
  }
}
