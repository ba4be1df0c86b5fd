internal import Testing

@testable internal import Core

@Suite struct TakenRangesTests {
  @Test func `knows what is inside and where that changes`() {
    var taken = TakenRanges()
    taken.insert(10..<20)
    taken.insert(5..<5)
    taken.insert(15..<30)
    let inside = (0..<40 as Range<UInt64>).filter { taken.contains($0) }
    #expect(inside == Array(10..<30))
    var borders: [UInt64] = []
    while taken.nextBorder(after: borders.last ?? 0) < .max {
      borders.append(taken.nextBorder(after: borders.last ?? 0))
    }
    #expect(borders == [10, 15, 20, 30])
  }
}
