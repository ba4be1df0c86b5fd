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
    let fits = ConsoleExpectation(pattern).matcher()
    #expect(fitting.allSatisfy(fits))
    #expect(!others.contains(where: fits))
  }

  @Test func `its title says which way it goes`() {
    #expect(ConsoleExpectation(.line("up")).title == "console shows “up”")
    #expect(
      ConsoleExpectation(.matches("e+"), isPresent: false).title == "console never shows /e+/")
  }
}
