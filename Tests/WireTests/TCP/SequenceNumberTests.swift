internal import Testing
internal import Wire

@Suite struct SequenceNumberTests {
  @Test(arguments: [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] as [UInt32])
  func `compares across the end of the numbers`(start: UInt32) {
    let number = SequenceNumber(start)
    for step in [1, 1000, 0x7fff_ffff] {
      let later = number + step
      #expect(number < later)
      #expect(later > number)
      #expect(!(later < number))
      #expect(later.distance(from: number) == step)
      #expect(number.distance(from: later) == -step)
      #expect(later - step == number)
    }
  }

  @Test func `equal numbers are neither before nor behind`() {
    let number: SequenceNumber = 7
    #expect(number <= number)
    #expect(number >= number)
    #expect(!(number < number))
    #expect(!(number > number))
  }

  @Test func `picks the one further on`() {
    #expect(SequenceNumber.max(0xffff_fff0, 5) == 5)
    #expect(SequenceNumber.min(0xffff_fff0, 5) == 0xffff_fff0)
  }

  @Test func `moves on`() {
    var number: SequenceNumber = 0xffff_ffff
    number += 2
    #expect(number == 1)
  }
}
