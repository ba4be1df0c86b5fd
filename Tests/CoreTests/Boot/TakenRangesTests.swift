internal import Testing

@testable internal import Core

@Suite struct TakenRangesTests {
  @Test func `keeps ranges that are not empty`() {
    var taken = TakenRanges()
    taken.insert(10..<20)
    taken.insert(5..<5)
    taken.insert(15..<30)
    let count = taken.count
    #expect(count == 2)
    let (first, second) = (taken[0], taken[1])
    #expect(first == 10..<20)
    #expect(second == 15..<30)
  }
}
