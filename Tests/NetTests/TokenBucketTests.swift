internal import Testing

@testable internal import Net

@Suite struct TokenBucketTests {
  /// How often it allows something at one instant.
  static func drain(_ bucket: inout TokenBucket, at nanoseconds: UInt64) -> Int {
    var count = 0
    while count < 1000, bucket.take(now: Instant(nanoseconds: nanoseconds), surplus: 0) {
      count += 1
    }
    return count
  }

  @Test func `allows a burst, then a rate`() {
    var bucket = TokenBucket(capacity: 5, nanosecondsPerToken: 100)
    #expect(Self.drain(&bucket, at: 0) == 5)
    #expect(Self.drain(&bucket, at: 99) == 0)
    #expect(Self.drain(&bucket, at: 100) == 1)
    #expect(Self.drain(&bucket, at: 199) == 0)
    #expect(Self.drain(&bucket, at: 450) == 3)
  }

  @Test func `never holds more than the burst`() {
    var bucket = TokenBucket(capacity: 5, nanosecondsPerToken: 100)
    #expect(Self.drain(&bucket, at: .max - 1) == 5)
    #expect(Self.drain(&bucket, at: .max) == 0)
    #expect(Self.drain(&bucket, at: 0) == 0)
  }

  @Test func `loses the surplus, as far as there is any`() {
    var bucket = TokenBucket(capacity: 5, nanosecondsPerToken: 100)
    let now = Instant(nanoseconds: 0)
    let isAllowed = (0..<3).map { _ in bucket.take(now: now, surplus: 2) }
    #expect(isAllowed == [true, true, false])
  }
}
