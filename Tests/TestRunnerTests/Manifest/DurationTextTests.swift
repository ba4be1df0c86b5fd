internal import Testing

@testable internal import TestRunner

@Suite struct DurationTextTests {
  @Test(arguments: [
    ("500ms", Duration.milliseconds(500)), ("10s", .seconds(10)), ("1.5s", .milliseconds(1500)),
    ("250us", .microseconds(250)), ("2min", .seconds(120)), ("0s", .zero),
  ])
  func `reads a number with a unit`(text: String, duration: Duration) {
    #expect(DurationText.parse(text) == duration)
  }

  @Test(arguments: ["", "10", "s", "10 s", "-1s", "1h", "1..2s", "infs", "10ss"])
  func `refuses anything else`(text: String) {
    #expect(DurationText.parse(text) == nil)
  }

  @Test(arguments: [
    (Duration.microseconds(1234), "1.23 ms"), (.milliseconds(35), "35.0 ms"),
    (.milliseconds(350), "350 ms"), (.milliseconds(1234), "1.23 s"), (.seconds(75), "75.0 s"),
    (.zero, "0.00 ms"),
  ])
  func `shows three digits`(duration: Duration, text: String) {
    #expect(DurationText.short(duration) == text)
  }

  @Test func `gives clients seconds`() {
    #expect(DurationText.seconds(.milliseconds(2)) == "0.002")
    #expect(DurationText.seconds(.seconds(3)) == "3")
    #expect(DurationText.seconds(.milliseconds(1500)) == "1.5")
  }

  @Test func `rounds like people do`() {
    #expect(DurationText.fixed(-0.05, digits: 1) == "-0.1")
    #expect(DurationText.fixed(9.999, digits: 2) == "10.00")
    #expect(DurationText.fixed(7, digits: 0) == "7")
  }

  @Test func `shows any number`() {
    #expect(DurationText.fixed(.infinity, digits: 1) == "900000000000000000.0")
    #expect(DurationText.fixed(-1e300, digits: 0) == "-9000000000000000000")
    #expect(DurationText.fixed(.nan, digits: 2) == "0.00")
    #expect(DurationText.short(.nanoseconds(Int64.max)) == "9223372036.9 s")
  }
}
