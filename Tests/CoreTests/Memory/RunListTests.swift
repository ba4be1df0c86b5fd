internal import Testing

@testable internal import Core

@Suite struct RunListTests {
  @Test func `lists grow with the length, and end`() {
    var last = 0
    for exponent in 0..<40 {
      for step in 0..<8 {
        let length = ((8 + step) << exponent) / 8
        let list = RunList.index(of: max(length, 1))
        #expect(list >= last && list < RunList.count)
        last = list
      }
    }
  }

  @Test func `every run of a sufficient list is long enough, and of the one below is not`() {
    var shortest: [Int: Int] = [:]
    for length in 1...70_000 {
      let list = RunList.index(of: length)
      shortest[list] = min(shortest[list] ?? .max, length)
    }
    for length in 1...60_000 {
      let list = RunList.firstSufficient(length)
      #expect(shortest[list, default: 0] >= length)
      #expect(shortest[list - 1, default: 0] < length)
    }
  }
}
