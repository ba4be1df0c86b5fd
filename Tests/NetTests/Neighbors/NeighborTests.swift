internal import Testing

@testable internal import Net

@Suite struct NeighborTests {
  @Test func `is stale after 30 seconds without confirmation`() {
    var neighbor = Neighbor()
    neighbor.confirmed = Instant(nanoseconds: 5_000_000_000)
    #expect(!neighbor.isStale(now: Instant(nanoseconds: 34_999_999_999)))
    #expect(neighbor.isStale(now: Instant(nanoseconds: 35_000_000_000)))
  }

  @Test func `waits for an answer in two states`() {
    var neighbor = Neighbor()
    let pending = [Neighbor.State.free, .incomplete, .known, .probing].filter {
      neighbor.state = $0
      return neighbor.isPending
    }
    #expect(pending == [.incomplete, .probing])
  }

  @Test func `is given up the sooner the less is known of it`() {
    func worth(_ state: Neighbor.State, second: UInt64) -> Int {
      var neighbor = Neighbor()
      neighbor.state = state
      return neighbor.worth(now: Instant(nanoseconds: second * 1_000_000_000))
    }
    #expect(worth(.free, second: 0) < worth(.known, second: 30))
    #expect(worth(.known, second: 30) < worth(.incomplete, second: 0))
    #expect(worth(.incomplete, second: 0) < worth(.known, second: 0))
    #expect(worth(.known, second: 0) == worth(.probing, second: 30))
  }
}
