internal import Foundation
internal import Testing

@testable internal import Scenario

@Suite struct ScenarioRequestTests {
  @Test func `is written with the word “do”, and without what it does not say`() throws {
    var request = ScenarioRequest("take")
    request.step = "ping: 3"
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(request), as: UTF8.self)
    #expect(text == #"{"do":"take","step":"ping: 3"}"#)
  }
}
