internal import Sampler
internal import Testing

/// Stacks that a test lays out; a read of what is on none of them is a failure.
final class FakeStack: StackMemory {
  private var words: [UInt32: UInt32] = [:]
  let stacks: [(start: UInt32, byteCount: UInt32)]

  init(stacks: [(start: UInt32, byteCount: UInt32)] = [(0x10000, 0x1000)]) {
    self.stacks = stacks
  }

  func stack(holding address: UInt32) -> (start: UInt32, byteCount: UInt32) {
    stacks.first { address >= $0.start && address - $0.start < $0.byteCount } ?? (0, 0)
  }

  func word(at address: UInt32) -> UInt32 {
    let stack = stack(holding: address)
    if address < stack.start || address - stack.start > stack.byteCount &- 4 || stack.byteCount < 4
    {
      Issue.record("read of \(address), which is on no stack")
    }
    return words[address] ?? 0
  }

  /// Puts a frame record somewhere.
  func put(at address: UInt32, framePointer: UInt32, returnAddress: UInt32) {
    words[address] = framePointer
    words[address &+ 8] = returnAddress
  }
}
