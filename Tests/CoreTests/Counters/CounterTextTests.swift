internal import Telemetry
internal import Testing

@testable internal import Core

@Suite struct CounterTextTests {
  private func text(_ format: CounterFormat, _ name: [UInt8], _ number: Int?, _ value: UInt64)
    -> String
  {
    var text = CounterText(format)
    text.add(CounterName(name.span.bytes, number: number), value)
    text.add(CounterName(Array("drops".utf8).span.bytes), 0)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test func `writes lines for people`() {
    #expect(text(.lines, Array("frames sent".utf8), nil, 7) == "frames sent 7\ndrops 0\n")
    let row = text(.lines, Array("heap class ".utf8), 64, .max)
    #expect(row == "heap class 64 18446744073709551615\ndrops 0\n")
  }

  @Test func `writes metrics that have names of metrics`() {
    let text = text(.prometheus, Array("RTO, 2nd \u{e9}".utf8), 3, 12)
    #expect(text == "swiftlet_rto__2nd___3 12\nswiftlet_drops 0\n")
  }
}
