internal import Telemetry

extension System {
  /// Tells the harness whether a claim of a test holds; a test with a claim that does not, fails.
  ///
  /// - Parameters:
  ///   - condition: What is claimed.
  ///   - claim: The claim in words.
  ///   - line: Where it is made.
  public func check(_ condition: Bool, _ claim: StaticString, line: UInt32 = #line) {
    unsafe records.send(
      TestRecord(name: InlineText<120>(claim), hasPassed: condition, line: line))
  }
}
