internal import Foundation
internal import Testing

@testable internal import TestRunner

@Suite struct JSONTextTests {
  @Test func `a parser reads back what was written`() throws {
    let nasty = "quote \" slash \\ line\n tab\t nul\0 bell\u{7} delete\u{7f} é 漢 😀"
    var json = JSONText()
    json.add("text", nasty)
    json.add("number", -3)
    json.add("flag", true)
    json.add("time", Duration.microseconds(1500))
    json.add("list", [nasty, ""])
    let data = Data(json.closed.utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["text"] as? String == nasty)
    #expect(object["number"] as? Int == -3)
    #expect(object["flag"] as? Bool == true)
    #expect(object["time"] as? Double == 1.5)
    #expect(object["list"] as? [String] == [nasty, ""])
  }

  @Test func `nothing is an object too`() {
    #expect(JSONText().closed == "{}")
  }
}
