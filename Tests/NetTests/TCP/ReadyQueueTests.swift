internal import Testing
internal import Wire

@testable internal import Net

@Suite struct ReadyQueueTests {
  private static func block(_ index: Int) -> TCPControlBlock {
    let end = Endpoint(address: IPv4Address(10, 0, 0, 1), port: 1)
    let block = TCPControlBlock(
      local: end, remote: end, settings: TCPSettings(), budget: BufferBudget(), state: .established,
      initialSend: 0, timestampOffset: 0, now: Instant(nanoseconds: 0))
    block.index = index
    return block
  }

  private static func drain(_ queue: inout ReadyQueue) -> [Int] {
    var indices: [Int] = []
    while let block = queue.popFirst() { indices.append(block.index) }
    return indices
  }

  @Test func `gives back in order, each once`() {
    let blocks = (0..<4).map(Self.block)
    // The queue does not keep them.
    defer { withExtendedLifetime(blocks) {} }
    var queue = ReadyQueue()
    #expect(queue.isEmpty)
    for block in blocks + blocks { queue.append(block) }
    #expect(!queue.isEmpty)
    #expect(Self.drain(&queue) == [0, 1, 2, 3])
    #expect(queue.isEmpty)
    queue.append(blocks[2])
    #expect(Self.drain(&queue) == [2])
  }

  @Test func `puts what could not leave before all others`() {
    let blocks = (0..<3).map(Self.block)
    // The queue does not keep them.
    defer { withExtendedLifetime(blocks) {} }
    var queue = ReadyQueue()
    queue.append(blocks[0])
    queue.append(blocks[1])
    let first = queue.popFirst()
    #expect(first === blocks[0])
    queue.prepend(blocks[0])
    queue.append(blocks[2])
    #expect(Self.drain(&queue) == [0, 1, 2])
    queue.prepend(blocks[1])
    queue.append(blocks[0])
    #expect(Self.drain(&queue) == [1, 0])
  }

  @Test(arguments: 0..<3) func `takes one out wherever it is`(place: Int) {
    let blocks = (0..<3).map(Self.block)
    // The queue does not keep them.
    defer { withExtendedLifetime(blocks) {} }
    var queue = ReadyQueue()
    for block in blocks { queue.append(block) }
    queue.remove(blocks[place])
    queue.remove(blocks[place])
    #expect(!blocks[place].isReady)
    #expect(Self.drain(&queue) == (0..<3).filter { $0 != place })
  }
}
