internal import Sampler
internal import Testing

/// Stacks that a test lays out; a read of what is on none of them is a failure.
final class FakeStack: StackMemory {
  private var words: [UInt: UInt32] = [:]
  /// What happens in the midst of the next read: an interrupt, say.
  var onRead: (() -> Void)?
  /// The main one is the first.
  private let stacks: [(start: UInt, byteCount: UInt)]

  init(stacks: [(start: UInt, byteCount: UInt)] = [(0x10000, 0x1000)]) {
    self.stacks = stacks
  }

  var mainStack: (start: UInt, last: UInt) { places(stacks[0]) }

  func otherStack(holding address: UInt) -> (start: UInt, last: UInt)? {
    stacks.dropFirst().first { address >= $0.start && address - $0.start < $0.byteCount }
      .map(places)
  }

  /// Calls return to small numbers.
  func isReturnAddress(_ address: UInt32) -> Bool { address > 0 && address < 0x8000 }

  /// No call returns to code from 0x8000 to 0x9000.
  func isCode(_ address: UInt32) -> Bool { address > 0 && address < 0x9000 }

  var handlerReturn: UInt32 { 0x7000 }

  func word(at address: UInt) -> UInt32 {
    let handler = onRead
    onRead = nil
    handler?()
    let isOnStack = stacks.contains {
      address >= $0.start && address - $0.start <= $0.byteCount - 4
    }
    if !isOnStack { Issue.record("read of \(address), which is on no stack") }
    return words[address] ?? 0
  }

  func fullWord(at address: UInt) -> UInt64 { UInt64(word(at: address)) }

  /// Puts a frame record somewhere.
  func put(at address: UInt32, framePointer: UInt32, returnAddress: UInt32) {
    words[UInt(address)] = framePointer
    words[UInt(address) + 8] = returnAddress
  }

  private func places(_ stack: (start: UInt, byteCount: UInt)) -> (start: UInt, last: UInt) {
    (stack.start, stack.start + stack.byteCount - 16)
  }
}
