internal import Telemetry
internal import Testing

@Suite struct LogLevelTests {
  private func named(_ name: String) -> LogLevel? {
    let bytes = Array(name.utf8)
    return LogLevel(name: bytes.span.bytes)
  }

  @Test(arguments: LogLevel.all) func `is found by its name`(level: LogLevel) {
    var name = ByteBuffer()
    level.writeName(to: &name)
    #expect(name.text == "\(level)")
    #expect(named(name.text) == level)
  }

  @Test(arguments: ["", "inf", "infos", "Info", "criticall", "debug   info"])
  func `refuses other words`(name: String) {
    #expect(named(name) == nil)
  }

  @Test func `is ordered by weight`() {
    #expect(LogLevel.all == LogLevel.all.sorted())
    #expect(LogLevel.trace < .critical)
  }
}
