internal import DNS
internal import Net
internal import Testing

@testable internal import Resolver

@Suite struct ResolverCacheTests {
  static func cache(_ change: (inout ResolverSettings) -> Void = { _ in }) -> ResolverCache {
    var settings = ResolverSettings(servers: [])
    settings.cacheCapacity = 3
    change(&settings)
    return ResolverCache(settings)
  }

  static func at(_ seconds: UInt64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

  static func name(_ number: Int) -> Name {
    Name(Array("host\(number).example".utf8)) ?? Name(labels: ".")
  }

  static func answer(
    _ number: Int, _ outcome: ResolverAnswer.Outcome = .records([[1]]), seconds: UInt32 = 100
  ) -> ResolverAnswer {
    ResolverAnswer(outcome, name: name(number), seconds: seconds)
  }

  @Test func `forgets what was not asked for longest`() {
    var cache = Self.cache()
    for number in 0..<3 {
      cache.insert(Self.answer(number), for: Self.name(number), .a, at: Self.at(0))
    }
    #expect(cache.find(Self.name(0), .a, at: Self.at(1)) != nil)
    cache.insert(Self.answer(3), for: Self.name(3), .a, at: Self.at(1))
    #expect(cache.count == 3)
    #expect(cache.find(Self.name(1), .a, at: Self.at(1)) == nil)
    for number in [0, 2, 3] { #expect(cache.find(Self.name(number), .a, at: Self.at(1)) != nil) }
  }

  @Test func `forgets what nobody may believe any more first`() {
    var cache = Self.cache()
    for number in 0..<3 {
      let seconds: UInt32 = number == 2 ? 5 : 100
      cache.insert(
        Self.answer(number, seconds: seconds), for: Self.name(number), .a, at: Self.at(0))
    }
    cache.insert(Self.answer(3), for: Self.name(3), .a, at: Self.at(5))
    for number in [0, 1, 3] { #expect(cache.find(Self.name(number), .a, at: Self.at(5)) != nil) }
  }

  @Test func `caps the times`() {
    var cache = Self.cache()
    cache.insert(Self.answer(0, seconds: .max), for: Self.name(0), .a, at: Self.at(0))
    cache.insert(Self.answer(1, .noData, seconds: .max), for: Self.name(1), .a, at: Self.at(0))
    #expect(cache.find(Self.name(0), .a, at: Self.at(0))?.seconds == 86_400)
    #expect(cache.find(Self.name(1), .a, at: Self.at(0))?.seconds == 10_800)
  }

  @Test func `replaces what it knew, and keeps nothing large`() {
    var cache = Self.cache()
    cache.insert(Self.answer(0), for: Self.name(0), .a, at: Self.at(0))
    cache.insert(Self.answer(0, .noData), for: Self.name(0), .a, at: Self.at(0))
    #expect(cache.count == 1)
    #expect(cache.find(Self.name(0), .a, at: Self.at(0))?.outcome == .noData)
    let large = ResolverAnswer.Outcome.records([[UInt8](repeating: 0, count: 2048)])
    cache.insert(Self.answer(0, large), for: Self.name(0), .a, at: Self.at(0))
    #expect(cache.count == 0)
  }
}
