internal import Telemetry
internal import Testing

@testable internal import Profiler

@Suite struct GuestTimeTests {
  @Test func `counts from the first instruction`() {
    var block = SamplerBlock()
    block.firstTick = 1000
    block.ticksPerSecond = 2_000_000_000
    let time = GuestTime(block)
    #expect(time.nanoseconds(at: 3000) == 1000 && time.nanoseconds(at: 10) == 0)
    #expect(time.nanoseconds(in: 7) == 4)
  }

  @Test func `counts from another moment`() {
    var block = SamplerBlock()
    block.firstTick = 1000
    block.ticksPerSecond = 2_000_000_000
    let time = GuestTime(block, since: 5000)
    #expect(time.nanoseconds(at: 7000) == 1000 && time.nanoseconds(at: 4000) == 0)
    #expect(time.nanoseconds(in: 7) == 4)
  }

  @Test func `takes a tick for a nanosecond as long as nobody knows better`() {
    #expect(GuestTime(SamplerBlock()).nanoseconds(in: 5) == 5)
  }

  @Test func `says no more than can be said`() {
    var block = SamplerBlock()
    #expect(GuestTime(block).nanoseconds(at: .max) == .max)
    block.ticksPerSecond = 1
    #expect(GuestTime(block).nanoseconds(in: 1 << 40) == .max)
  }
}
