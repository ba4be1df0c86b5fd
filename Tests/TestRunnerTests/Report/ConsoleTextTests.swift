internal import TestRunner
internal import Testing

@Suite struct ConsoleTextTests {
  @Test(arguments: [
    ("plain é 漢 \t.", "plain é 漢 \t."), ("\u{1b}[2J", "\\x1b[2J"), ("a\rb", "a\\x0db"),
    ("\u{202e}abc", "\\x202eabc"), ("\u{9b}31m", "\\x9b31m"), ("", ""),
  ])
  func `shows what would act on a terminal`(text: String, visible: String) {
    #expect(ConsoleText.visible(text) == visible)
  }
}
