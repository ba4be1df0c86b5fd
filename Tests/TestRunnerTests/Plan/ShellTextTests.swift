internal import Testing

@testable internal import TestRunner

@Suite struct ShellTextTests {
  @Test(arguments: [
    ("plain-1.0/a", "plain-1.0/a"), ("", "''"), ("a b", "'a b'"), ("$(rm)", "'$(rm)'"),
    ("it's", "'it'\\''s'"), ("é", "'é'"),
  ])
  func `quotes what a shell would change`(word: String, quoted: String) {
    #expect(ShellText.quoted(word) == quoted)
  }
}
