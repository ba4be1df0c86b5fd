@testable internal import TestRunner

/// Whether a regular expression matches a text somewhere, as a session asks.
func matches(_ pattern: String, _ text: String) -> Bool {
  PatternSearch.first(pattern, in: [text], until: .now + .seconds(30)) == .found(0)
}
