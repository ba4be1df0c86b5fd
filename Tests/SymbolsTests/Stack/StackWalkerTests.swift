internal import Symbols
internal import TestSupport
internal import Testing

@Suite struct StackWalkerTests {
  /// A stack from 0x8000 on; code lies at 0x1000 to 0x1fff.
  struct Stack {
    var words: [UInt64] = []

    func read(_ address: UInt64, _ count: Int) -> [UInt8]? {
      let bytes = words.flatMap { word in
        (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
      }
      guard address >= 0x8000, address - 0x8000 + UInt64(count) <= bytes.count else { return nil }
      let start = Int(address - 0x8000)
      return Array(bytes[start..<start + count])
    }

    func walk(rip: UInt64 = 0x1000, rbp: UInt64) -> StackWalker.Walk {
      let walker = StackWalker(isCode: { (0x1000..<0x2000).contains($0.rawValue) }, read: read)
      return walker.walk(from: StackRegisters(rip: rip, rsp: 0x8000, rbp: rbp))
    }
  }

  private func numbers(_ walk: StackWalker.Walk) -> [UInt64] {
    walk.addresses.map(\.address.rawValue)
  }

  @Test func `walks to the outermost frame`() {
    let stack = Stack(words: [0, 0x8020, 0x1111, 0, 0x8038, 0x1222, 0, 0, 0x1333])
    let walk = stack.walk(rbp: 0x8008)
    #expect(numbers(walk) == [0x1000, 0x1111, 0x1222, 0x1333])
    #expect(walk.end == nil)
    #expect(walk.addresses.map(\.isExact) == [true, false, false, false])
  }

  @Test func `ends at a return address of zero`() {
    let walk = Stack(words: [0x8010, 0x1111, 0x8020, 0]).walk(rbp: 0x8000)
    #expect(numbers(walk) == [0x1000, 0x1111])
    #expect(walk.end == nil)
  }

  @Test func `follows frame pointers that Swift marked as asynchronous`() {
    let mark: UInt64 = 1 << 60
    let stack = Stack(words: [0x8010 | mark, 0x1111, 0, 0x1222])
    #expect(numbers(stack.walk(rbp: 0x8000)) == [0x1000, 0x1111, 0x1222])
    #expect(numbers(stack.walk(rbp: 0x8000 | mark)) == [0x1000, 0x1111, 0x1222])
  }

  @Test func `ends at a frame pointer of zero`() {
    #expect(Stack(words: [0, 0x1111]).walk(rbp: 0).end == nil)
    let walk = Stack(words: [0, 0x1111]).walk(rbp: 0x8000)
    #expect(numbers(walk) == [0x1000, 0x1111])
    #expect(walk.end == nil)
  }

  @Test func `says why it ended early`() {
    #expect(Stack(words: [0x8000, 0x1111]).walk(rbp: 0x8000).end == .notAscending(0x8000))
    #expect(Stack(words: [0x8100, 0x1111]).walk(rbp: 0x8000).end == .unreadable(0x8100))
    #expect(Stack(words: [0x8010, 0x3000]).walk(rbp: 0x8000).end == .notCode(0x3000))
    #expect(Stack(words: [0, 0x1111]).walk(rbp: 0x7ff0).end == .notAscending(0x7ff0))
    #expect(Stack(words: [0, 0x1111]).walk(rbp: 0x8004).end == .unreadable(0x8004))
    #expect(Stack().walk(rbp: .max - 7).end == .unreadable(.max - 7))
  }

  @Test func `reports 128 calls at most`() {
    let words = (1...400).flatMap { (index: UInt64) -> [UInt64] in [0x8000 + index * 16, 0x1111] }
    let walk = Stack(words: words).walk(rbp: 0x8000)
    #expect(walk.addresses.count == StackWalker.limit)
    #expect(walk.end == .limit)
  }

  @Test(arguments: UInt64(0)..<50) func `never traps on random stacks`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let words = (0..<64).map { _ in
      Bool.random(using: &generator)
        ? 0x8000 + UInt64.random(in: 0..<64, using: &generator) * 8
        : UInt64.random(in: 0x0ff0...0x2010, using: &generator)
    }
    let walk = Stack(words: words).walk(rbp: 0x8000)
    #expect((1...StackWalker.limit).contains(walk.addresses.count))
  }
}
