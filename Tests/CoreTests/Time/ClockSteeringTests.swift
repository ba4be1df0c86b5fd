internal import TestSupport
internal import Testing

@testable internal import Core

/// A machine whose true time is known: ticks, a reference that wraps, and errors of reading.
private final class World {
  var generator: SeededGenerator
  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// Ticks per second from the start, and from a moment on.
  var rate = 2_596_136_000.0
  var changed: (at: Double, rate: Double)?
  var referencePerSecond = 1_193_182.0
  var period: UInt64 = 67_043_328
  /// How long a reading takes at most, in seconds.
  var readTime = 4e-6

  func tick(_ time: Double) -> UInt64 {
    guard let changed, time > changed.at else { return 1_000_000 + UInt64(time * rate) }
    return 1_000_000 + UInt64(changed.at * rate + (time - changed.at) * changed.rate)
  }

  func sample(_ time: Double) -> ReferenceSample {
    let delay = Double(generator.below(1000)) / 1000 * readTime
    var reference = UInt64((time + delay) * referencePerSecond)
    if period > 0 { reference %= period }
    return ReferenceSample(
      tick: tick(time), reference: reference, width: tick(time + delay) - tick(time))
  }

  func steering(isInvariant: Bool = true) -> ClockSteering? {
    let (first, second) = (sample(0.0002), sample(0.0015))
    return ClockSteering(
      from: first, to: second, referencePerSecond: UInt64(referencePerSecond), period: period,
      isInvariant: isInvariant)
  }
}

@Suite struct ClockSteeringTests {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func `is right after a long sleep with a counter that wraps`(seed: UInt64) throws {
    let world = World(seed: seed)
    var steering = try #require(world.steering())
    var clock = steering.clock(startingAt: world.tick(0))
    for time in [60, 61, 4000, 90_000] as [Double] {
      steering.correct(&clock, by: world.sample(time), readUntil: world.tick(0.002))
      let shown = Double(clock.nanoseconds(at: world.tick(time))) / 1e9
      #expect(abs(shown - time) < 20e-6, "seed \(seed), at \(time) s: \(shown - time)")
      let rate = Double(steering.ticksPerSecond)
      #expect(abs(rate / world.rate - 1) < 10e-6 / 60, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `never goes back, and drifts little, however it is disturbed`(seed: UInt64) throws {
    let world = World(seed: seed)
    var steering = try #require(world.steering())
    var clock = steering.clock(startingAt: world.tick(0))
    var time = 0.002
    var last: UInt64 = 0
    var start = 0.0
    while time < 62 {
      if world.tick(time) >= steering.nextCorrection {
        // Every fourth reading is interrupted for long.
        world.readTime = world.generator.below(4) == 0 ? 0.02 : 4e-6
        steering.correct(&clock, by: world.sample(time), readUntil: world.tick(time))
      }
      let shown = clock.nanoseconds(at: world.tick(time))
      #expect(shown >= last, "seed \(seed), at \(time) s")
      last = shown
      if start == 0, time > 2 { start = Double(shown) / 1e9 - time }
      time += Double(world.generator.below(1000)) / 20_000
    }
    let drift = (Double(last) / 1e9 - time - start) / 60
    #expect(abs(drift) < 100e-6 + 0.05 / 60, "seed \(seed): \(drift * 1e6) ppm")
  }

  @Test func `follows a rate that changes`() throws {
    let world = World(seed: 5)
    world.changed = (at: 10, rate: 2_000_000_000)
    var steering = try #require(world.steering(isInvariant: false))
    var clock = steering.clock(startingAt: world.tick(0))
    var time = 0.01
    while time < 30 {
      if world.tick(time) >= steering.nextCorrection {
        steering.correct(&clock, by: world.sample(time), readUntil: 0)
      }
      time += 0.01
    }
    #expect(abs(Double(steering.ticksPerSecond) / 2e9 - 1) < 10e-6)
    let shown = Double(clock.nanoseconds(at: world.tick(time))) / 1e9
    #expect(abs(shown - time) < 50e-6)
  }

  @Test func `what was shown is not taken back`() throws {
    let world = World(seed: 1)
    world.readTime = 0
    var steering = try #require(world.steering())
    var clock = steering.clock(startingAt: world.tick(0))
    // The clock was fast: it showed two seconds after one.
    clock.set(to: 2_000_000_000, at: world.tick(1), ticksPerSecond: steering.ticksPerSecond)
    steering.correct(&clock, by: world.sample(1.5), readUntil: world.tick(1))
    #expect(clock.nanoseconds(at: world.tick(1.5)) == 2_000_000_000)
    steering.correct(&clock, by: world.sample(20), readUntil: world.tick(1.5))
    #expect(abs(Double(clock.nanoseconds(at: world.tick(20))) / 1e9 - 20) < 5e-6)
  }

  @Test func `a disturbed reading is left out and another due soon`() throws {
    let world = World(seed: 1)
    var steering = try #require(world.steering())
    var clock = steering.clock(startingAt: world.tick(0))
    var sample = world.sample(0.01)
    sample.width = world.tick(0.005)
    steering.correct(&clock, by: sample, readUntil: sample.tick)
    #expect(
      clock.nanoseconds(at: 2_000_000)
        == steering.clock(startingAt: 1_000_000)
        .nanoseconds(at: 2_000_000))
    #expect(steering.nextCorrection <= world.tick(0.03))
  }

  @Test func `trusts longer what was measured longer, and corrects less often`() throws {
    let world = World(seed: 1)
    var steering = try #require(world.steering())
    var clock = steering.clock(startingAt: world.tick(0))
    #expect((600_000_000...700_000_000).contains(steering.horizon))
    steering.correct(&clock, by: world.sample(1), readUntil: 0)
    #expect(steering.horizon > 490_000_000_000)
    #expect(steering.nextCorrection > world.tick(3.9))
    var changing = try #require(world.steering(isInvariant: false))
    changing.correct(&clock, by: world.sample(40), readUntil: 0)
    #expect(changing.nextCorrection <= world.tick(41.1), "where the rate may change")
  }

  @Test func `needs counters that move`() {
    let sample = ReferenceSample(tick: 5, reference: 7)
    #expect(
      ClockSteering(
        from: sample, to: sample, referencePerSecond: 1000, period: 0, isInvariant: true) == nil)
  }

  @Test func `takes the rate that the reference tells`() {
    let sample = ReferenceSample(tick: 1000, reference: 5_000_000)
    var steering = ClockSteering(at: sample, ticksPerSecond: 2_000_000_000)
    var clock = steering.clock(startingAt: 1000)
    #expect(steering.horizon == .max)
    #expect(clock.nanoseconds(at: 2_000_001_000) == 1_000_000_000)
    // The hypervisor was moved to a host whose ticks are slower.
    let later = ReferenceSample(tick: 2_000_001_000, reference: 2_005_000_000)
    steering.correct(&clock, by: later, readUntil: 0)
    #expect(clock.nanoseconds(at: 2_000_001_000) == 2_000_000_000)
  }
}
