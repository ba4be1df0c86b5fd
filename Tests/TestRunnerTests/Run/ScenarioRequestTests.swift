internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct ScenarioRequestTests {
  private func read(_ text: String) -> ScenarioRequest? {
    ScenarioRequest(parsing: Array(text.utf8))
  }

  @Test func `requests are read with their places`() {
    let request = read(#"{"do":"take","step":"ping: 3","file":"/a.swift","line":7,"more":1}"#)
    #expect(request?.action == .take("ping: 3"))
    #expect(request?.place.prefix == "/a.swift:7: ")
    #expect(read(#"{"do":"take","step":{"ping":3}}"#)?.action == .take(#"{"ping":3}"#))
    #expect(read(#"{"do":"pass"}"#)?.place.prefix.isEmpty == true)
  }

  @Test func `lines are waited for by a text or a pattern`() {
    let text = read(#"{"do":"wait","contains":"x"}"#)
    #expect(
      text?.action == .wait(.console, "x", isPattern: false, from: 0, within: nil))
    let pattern = read(#"{"do":"wait","of":"log","matches":"x","from":3,"seconds":0.5}"#)
    #expect(
      pattern?.action
        == .wait(.log, "x", isPattern: true, from: 3, within: .milliseconds(500)))
  }

  @Test(arguments: [
    "", "{}", "[]", "null", #"{"do":"fly"}"#, #"{"do":"take"}"#, #"{"do":"begin"}"#,
    #"{"do":"wait"}"#, #"{"do":"wait","contains":"a","matches":"b"}"#,
    #"{"do":"wait","contains":"a","seconds":-1}"#, #"{"do":"wait","contains":"a","of":"x"}"#,
    #"{"do":"lines"}"#, #"{"do":3}"#, #"{"do":"pass""#,
  ])
  func `what is none is refused`(text: String) {
    #expect(read(text) == nil)
  }

  @Test func `noise is refused and harms nobody`() {
    var generator = SeededGenerator(seed: 5)
    let seeds = [#"{"do":"wait","contains":"x","from":3,"seconds":1}"#, #"{"do":"pass"}"#]
    for _ in 0..<3000 {
      var bytes = Array(seeds.randomElement(using: &generator)?.utf8 ?? "".utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      _ = ScenarioRequest(parsing: bytes)
    }
  }

  @Test func `replies are lines of JSON`() {
    #expect(ScenarioReply.done().line == "{\"ok\":true}\n")
    #expect(ScenarioReply.failed("a\nb").line == "{\"ok\":false,\"reason\":\"a\\nb\"}\n")
    #expect(ScenarioReply.done { $0.add("next", 3) }.line == "{\"ok\":true,\"next\":3}\n")
  }
}
