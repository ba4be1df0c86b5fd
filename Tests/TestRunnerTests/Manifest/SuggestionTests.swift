internal import Testing

@testable internal import TestRunner

@Suite struct SuggestionTests {
  @Test(arguments: [
    ("", "", 0), ("abc", "abc", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("pnig", "ping", 1),
    ("ab", "ba", 1),
  ])
  func `counts edits`(first: String, second: String, distance: Int) {
    #expect(Suggestion.distance(first, second) == distance)
    #expect(Suggestion.distance(second, first) == distance)
  }

  @Test func `suggests what is near and nothing else`() {
    let known = ["memory", "machine", "steps"]
    #expect(Suggestion.nearest(to: "memmory", among: known) == "memory")
    #expect(Suggestion.nearest(to: "Machine", among: known) == "machine")
    #expect(Suggestion.nearest(to: "colour", among: known) == nil)
    #expect(Suggestion.nearest(to: "x", among: []) == nil)
  }
}
