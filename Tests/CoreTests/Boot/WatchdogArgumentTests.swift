internal import Core
internal import Testing

@Suite struct WatchdogArgumentTests {
  private func read(_ text: String) -> WatchdogArgument? {
    WatchdogArgument(Array(text.utf8)[...])
  }

  @Test func `reads a limit in milliseconds`() {
    #expect(read("500")?.limit == 500_000_000)
    #expect(read("0")?.limit == 0)
    #expect(read("60000")?.limit == 60_000_000_000)
    #expect(read("500")?.isFatal == false)
  }

  @Test func `reads what comes then`() {
    #expect(read("panic")?.limit == nil)
    #expect(read("panic")?.isFatal == true)
    #expect(read("250,panic")?.limit == 250_000_000)
    #expect(read("250,panic")?.isFatal == true)
  }

  @Test(arguments: ["", "60001", "5s", "panics", "pan", ",panic", "5,", "5panic", "5,panic,", "-1"])
  func `refuses anything else`(text: String) {
    #expect(read(text) == nil)
  }
}
