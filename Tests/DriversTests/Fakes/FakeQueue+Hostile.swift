internal import TestSupport
internal import Testing

// What a device may do that wants to harm its driver. It owns its rings and everything in the
// buffers that it was given; a driver must not trust any of it.

extension FakeQueue {
  /// Does one thing that a hostile device might do to its ring.
  ///
  /// Most of it is almost right, as that gets furthest: buffers that exist, sizes that are usual.
  ///
  /// - Parameters:
  ///   - random: Where the decisions come from.
  ///   - buffers: How many buffers the driver has in the queue.
  ///   - sizes: Sizes at which the driver may behave differently.
  func scribble(_ random: inout SeededGenerator, buffers: Int, sizes: [UInt32]) {
    guard isReady else { return }
    let wild = UInt32(truncatingIfNeeded: random.next())
    let size = sizes.isEmpty ? wild : sizes[random.below(sizes.count)]
    switch random.below(20) {
    case 0: writeUsed(index: wild, byteCount: wild)
    case 1: writeUsed(index: UInt32(random.below(buffers + 3)), byteCount: wild)
    case 2...4: writeUsed(index: UInt32(random.below(buffers + 3)), byteCount: wild >> 20)
    case 5...12:
      let slightlyOff = size &+ UInt32(random.below(3)) &- 1
      writeUsed(index: UInt32(random.below(buffers)), byteCount: slightlyOff)
    case 13, 14:
      // A buffer with nonsense inside.
      let index = random.below(buffers)
      fill(index, &random)
      writeUsed(index: UInt32(index), byteCount: size)
    case 15: memory.store(UInt16(truncatingIfNeeded: wild), at: used)
    case 16: memory.store(UInt16(truncatingIfNeeded: wild), at: used + 4 + 8 * UInt64(self.size))
    case 17, 18: fill(random.below(Int(self.size)), &random)
    // Once in a long while, so that most of a run happens before the queue is given up.
    default: if random.below(100) == 0 { jump(by: UInt16(truncatingIfNeeded: wild)) }
    }
  }

  /// Writes nonsense over the start, where headers are, of a buffer that the driver has described,
  /// whoever has it now.
  private func fill(_ index: Int, _ random: inout SeededGenerator) {
    guard index < size else { return }
    let entry = descriptors + 16 * UInt64(index)
    let address: UInt64 = memory.load(entry)
    let byteCount = Int(memory.load(entry + 8, as: UInt32.self))
    let flags: UInt16 = memory.load(entry + 12)
    guard address != 0, byteCount > 0, flags & 2 != 0 else { return }
    let count = min(byteCount, 1 + random.below(64))
    let small = random.below(2) == 0
    let nonsense = (0..<count).map { _ in
      UInt8(truncatingIfNeeded: small ? UInt64(random.below(3)) : random.next())
    }
    memory.bytes(at: address, count: count)?.copyBytes(from: nonsense)
  }
}

extension FakeRegisters {
  /// Makes registers answer at random now and then, and take whatever is written.
  ///
  /// - Parameters:
  ///   - seed: Decides which answers are wrong, and how.
  ///   - oneIn: About one answer in so many is wrong.
  func becomeHostile(seed: UInt64, oneIn: Int) {
    let honest = (load: load, store: store)
    let state = RandomState(SeededGenerator(seed: seed))
    recordsAccesses = false
    load = { width, offset in
      let truth = honest.load(width, offset) ?? 0
      guard state.random.below(oneIn) == 0 else { return truth }
      let wild = state.random.next()
      // Numbers that differ in a bit, or are small, get further than others.
      let lie =
        switch state.random.below(3) {
        case 0: truth ^ (1 << UInt64(state.random.below(width)))
        case 1: wild % 5
        default: wild
        }
      return width == 64 ? lie : lie & (1 << UInt64(width) - 1)
    }
    store = { width, offset, value in
      _ = honest.store(width, offset, value)
      return true
    }
  }
}

/// Random numbers that several closures take turns with.
private final class RandomState {
  var random: SeededGenerator

  init(_ random: SeededGenerator) { self.random = random }
}
