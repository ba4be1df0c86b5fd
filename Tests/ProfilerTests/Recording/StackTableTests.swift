internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct StackTableTests {
  @Test func `finds every stack again, however many there are`() {
    var table = StackTable()
    var generator = SeededGenerator(seed: 5)
    let stacks = (0..<3000).map { number in
      [UInt64(number)] + (0..<generator.below(20)).map { _ in generator.next() }
    }
    for (number, stack) in stacks.enumerated() { #expect(table.index(of: stack) == number) }
    for (number, stack) in stacks.enumerated() { #expect(table.index(of: stack) == number) }
    #expect(table.count == 3000)
    #expect(Array(table[2999]) == stacks[2999])
  }

  @Test func `takes an empty stack`() {
    var table = StackTable()
    #expect(table.index(of: [UInt64]()) == 0)
    #expect(table.index(of: [UInt64(0)]) == 1)
    #expect(table[0].isEmpty)
  }
}
