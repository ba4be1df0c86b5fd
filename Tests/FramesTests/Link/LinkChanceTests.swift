internal import Testing

@testable internal import Frames

@Suite struct LinkChanceTests {
  @Test func `spreads evenly, differently for each question and way`() {
    let sample = { (direction: SeenFrame.Direction, question: LinkChance.Question) in
      (0..<4000).map { LinkChance(seed: 9, direction, frame: $0).fraction(question) }
    }
    let loss = sample(.fromGuest, .loss)
    #expect(loss.allSatisfy { (0..<1).contains($0) })
    #expect((0.48...0.52).contains(loss.reduce(0, +) / 4000))
    #expect(loss != sample(.fromGuest, .jitter))
    #expect(loss != sample(.toGuest, .loss))
    #expect(loss == sample(.fromGuest, .loss))
  }

  @Test func `keeps below its limit`() {
    for number in 0..<1000 as Range<UInt64> {
      let chance = LinkChance(seed: 1, .toGuest, frame: number)
      #expect((0..<3).contains(chance.number(.distance, below: 3)))
    }
  }
}
