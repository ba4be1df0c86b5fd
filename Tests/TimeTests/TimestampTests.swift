internal import Telemetry
internal import Testing
internal import Time

@Suite struct TimestampTests {
  private struct Text: ByteSink {
    var bytes: [UInt8] = []
    mutating func write(_ byte: UInt8) { bytes.append(byte) }
  }

  private func text(_ moment: Timestamp, fractionDigits: Int = 3) -> String {
    var sink = Text()
    moment.write(to: &sink, fractionDigits: fractionDigits)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  @Test func `is written as RFC 3339 wants it`() {
    #expect(text(Timestamp(seconds: 0)) == "1970-01-01T00:00:00.000Z")
    let moment = Timestamp(seconds: 1_898_553_599, nanoseconds: 987_654_321)
    #expect(text(moment) == "2030-02-28T23:59:59.987Z")
    #expect(text(moment, fractionDigits: 0) == "2030-02-28T23:59:59Z")
    #expect(text(moment, fractionDigits: 1) == "2030-02-28T23:59:59.9Z")
    #expect(text(moment, fractionDigits: 9) == "2030-02-28T23:59:59.987654321Z")
    #expect(text(moment, fractionDigits: 12) == "2030-02-28T23:59:59.987654321Z")
  }

  @Test func `carries nanoseconds both ways`() {
    let moment = Timestamp(seconds: 10, nanoseconds: 600_000_000)
    let later = moment.advanced(byNanoseconds: 1_500_000_000)
    #expect(later == Timestamp(seconds: 12, nanoseconds: 100_000_000))
    #expect(later.advanced(byNanoseconds: -1_500_000_000) == moment)
    #expect(Timestamp(seconds: 0, nanoseconds: -1).seconds == -1)
    #expect(Timestamp(seconds: 0, nanoseconds: -1).nanoseconds == 999_999_999)
    #expect(Timestamp(seconds: 0, nanoseconds: -1_000_000_000) == Timestamp(seconds: -1))
  }

  @Test func `is ordered`() {
    let moment = Timestamp(seconds: 5, nanoseconds: 1)
    #expect(moment < Timestamp(seconds: 5, nanoseconds: 2))
    #expect(moment < Timestamp(seconds: 6))
    #expect(Timestamp(seconds: -6, nanoseconds: 999_999_999) < moment)
  }
}
