internal import Testing

@testable internal import Frames

@Suite struct ArrivedBytesTests {
  @Test func `knows where the first hole is`() {
    var arrived = ArrivedBytes(next: 10)
    arrived.add(10, 20)
    #expect(arrived.next == 20)
    arrived.add(30, 40)
    arrived.add(50, 60)
    #expect(arrived.next == 20)
    #expect(arrived.end == 60)
    #expect(arrived.contains(30, 40))
    #expect(!arrived.contains(30, 41))
    #expect(arrived.contains(5, 20))
    arrived.add(40, 50)
    #expect(arrived.contains(30, 60))
    arrived.add(15, 35)
    #expect(arrived.next == 60)
  }

  @Test(arguments: 0..<50) func `agrees with a set of numbers`(seed: UInt64) {
    var numbers = Numbers(seed: seed)
    var arrived = ArrivedBytes(next: .max - 40)
    var all: Set<UInt32> = []
    for _ in 0..<60 {
      let left = UInt32.max - 40 &+ UInt32(numbers.next() % 100)
      let count = UInt32(numbers.next() % 12)
      arrived.add(left, left &+ count)
      for index in 0..<count { all.insert(left &+ index) }
      var next = UInt32.max - 40
      while all.contains(next) { next &+= 1 }
      #expect(arrived.next == next)
    }
  }
}

/// Numbers that are the same for the same seed.
struct Numbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
