internal import Testing

@testable internal import TestRunner

@Suite struct ConsoleExpectationTests {
  @Test(arguments: [
    (ConsoleExpectation.Pattern.line("up"), ["up"], ["up ", "it is up"]),
    (.contains("up"), ["up", "it is up"], ["UP"]),
    (.matches("^up [0-9]+$"), ["up 12"], ["up", "up 12 "]),
  ])
  func `compares lines`(
    pattern: ConsoleExpectation.Pattern, fitting: [String], others: [String]
  ) {
    let expectation = ConsoleExpectation(pattern)
    let search: (String, [String]) -> Int? = { pattern, texts in
      texts.firstIndex { matches(pattern, $0) }
    }
    for (index, line) in fitting.enumerated() {
      #expect(expectation.firstPlace(in: [line], by: search) == 0)
      let lines = others + fitting.dropFirst(index)
      #expect(expectation.firstPlace(in: lines, by: search) == others.count)
    }
    #expect(expectation.firstPlace(in: others, by: search) == nil)
  }

  @Test func `its title says which way it goes`() {
    #expect(ConsoleExpectation(.line("up")).title == "console shows “up”")
    #expect(
      ConsoleExpectation(.matches("e+"), isPresent: false).title == "console never shows /e+/")
  }
}
