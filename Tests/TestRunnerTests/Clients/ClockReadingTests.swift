internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct ClockReadingTests {
  @Test func `reads answers of both lengths and no others`() {
    let monotonic: [UInt8] = [0x15, 0xcd, 0x5b, 7, 0, 0, 0, 0]
    #expect(ClockReading.parse(monotonic)?.monotonic == 123_456_789)
    #expect(ClockReading.parse(monotonic)?.wall == nil)
    #expect(ClockReading.parse(monotonic + [1, 1, 0, 0, 0, 0, 0, 0])?.wall == 257)
    for count in 0..<20 where count != 8 && count != 16 {
      #expect(ClockReading.parse([UInt8](repeating: 0, count: count)) == nil)
    }
  }

  @Test(arguments: [-2000, -99, 0, 3, 101] as [Double])
  func `finds the drift however slow the way is`(drift: Double) throws {
    var generator = SeededGenerator(seed: 9)
    func burst(at start: Int64) throws -> ClockReading {
      var readings: [ClockReading] = []
      for index in 0..<30 {
        let sent = start + Int64(index) * 20_000_000
        // Some exchanges wait long, on either way.
        let there = Int64(100_000 + generator.below(generator.below(3) == 0 ? 100_000 : 9_000_000))
        let back = Int64(100_000 + generator.below(generator.below(3) == 0 ? 100_000 : 9_000_000))
        let guest = Int64(Double(sent + there) * (1 + drift / 1e6)) + 777
        readings.append(ClockReading(sent: sent, received: sent + there + back, guest: guest))
      }
      return try #require(ClockReading.best(of: readings))
    }
    let found = try #require(
      ClockDrift(from: try burst(at: 5_000_000_000), to: try burst(at: 65_000_000_000)))
    #expect(abs(found.partsPerMillion - drift) <= found.uncertainty)
    #expect(found.uncertainty < 10)
  }

  @Test func `writes the drift with its sign`() throws {
    let first = ClockReading(sent: 0, received: 2000, guest: 500)
    var second = ClockReading(sent: 1_000_000_000, received: 1_000_002_000, guest: 1_000_010_500)
    #expect(ClockDrift(from: first, to: second)?.text == "+10.00 ppm ± 2.00")
    second.guest -= 20_000
    #expect(ClockDrift(from: first, to: second)?.text == "-10.00 ppm ± 2.00")
    #expect(ClockDrift(from: first, to: first) == nil)
    #expect(ClockReading.best(of: []) == nil)
  }

  @Test func `no number that a guest claims is too large`() {
    #expect(ClockReading.lead(of: 7, over: 9) == -2)
    #expect(ClockReading.lead(of: .min, over: 9) == .min)
    #expect(ClockReading.lead(of: .max, over: -9) == .max)
    let first = ClockReading(sent: 0, received: 2000, guest: .min)
    let second = ClockReading(sent: 50_000_000, received: 50_002_000, guest: .max)
    #expect(ClockDrift(from: first, to: second)?.text == "+90000000000000000.00 ppm ± 40.00")
    let back = ClockReading(sent: 50_000_000, received: 50_002_000, guest: .min)
    let high = ClockReading(sent: 0, received: 2000, guest: .max)
    #expect(ClockDrift(from: high, to: back)?.text == "-90000000000000000.00 ppm ± 40.00")
  }
}
