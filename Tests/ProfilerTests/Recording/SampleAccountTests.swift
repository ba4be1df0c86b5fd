internal import Profiler
internal import Testing

@Suite struct SampleAccountTests {
  @Test func `adds losses by reason`() {
    var account = SampleAccount()
    account.drop(2, because: "ring full")
    account.drop(0, because: "nothing")
    account.drop(3, because: "ring full")
    account.drop(1, because: "nested")
    #expect(account.dropped.map(\.reason) == ["ring full", "nested"])
    #expect(account.droppedCount == 6)
  }

  @Test func `counts samples by the second`() {
    var account = SampleAccount()
    #expect(account.deliveredRate == 0)
    account.recordedCount = 500
    account.duration = 250_000_000
    #expect(account.deliveredRate == 2000)
  }

  @Test func `joins accounts and keeps the worse cost`() {
    var account = SampleAccount()
    account.cost = SampleAccount.Cost(minimum: 1, mean: 2, percentile99: 3)
    var other = SampleAccount()
    other.recordedCount = 7
    other.cost = SampleAccount.Cost(minimum: 4, mean: 5, percentile99: 6)
    other.drop(1, because: "nested")
    account.add(other)
    account.add(SampleAccount())
    #expect(account.cost == other.cost)
    #expect(account.recordedCount == 7)
    #expect(account.droppedCount == 1)
  }
}
