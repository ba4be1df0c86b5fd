internal import Foundation
internal import Testing

@testable internal import Scenario

@Suite struct ScenarioReplyTests {
  @Test func `is read whatever else it says`() throws {
    let text = #"{"ok":true,"value":18446744073709551615,"more":[1],"lines":["a","b"]}"#
    let reply = try JSONDecoder().decode(ScenarioReply.self, from: Data(text.utf8))
    #expect(reply.ok && reply.value == .max && reply.lines == ["a", "b"] && reply.reason == nil)
  }
}
