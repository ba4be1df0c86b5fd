import Kernel

/// Allocates and frees blocks of mixed sizes, one at a time among others that stay.
///
/// `Tools/bench costs` counts the instructions between the two marks; the first pairs are empty.
@main struct AllocationCost: Service {
  static func start(_ system: System) async {
    for _ in 0..<16 {
      markBegin()
      markEnd()
    }
    var random = Random()
    var kept: [UnsafeMutableRawPointer] = []
    var isAligned = true
    for round in 0..<2000 {
      let byteCount = random.byteCount()
      markBegin()
      let block = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
      markMiddle()
      block.deallocate()
      markEnd()
      isAligned = isAligned && UInt(bitPattern: block) % 16 == 0
      // Some stay, so that the heap is not always found as it was left.
      if round % 8 == 0 {
        kept.append(.allocate(byteCount: random.byteCount(), alignment: 16))
      }
      if kept.count == 64 { kept.remove(at: Int(random.next() % 64)).deallocate() }
    }
    for block in kept { block.deallocate() }
    system.check(isAligned, "blocks of all sizes are aligned to 16")
    system.check(marks == 0, "each begin has its end")
    system.exit()
  }

  /// A fixed sequence of numbers (Knuth's MMIX).
  struct Random {
    private var state: UInt64 = 1

    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }

    /// Small sizes are frequent: a power of two from 16 to 4096 limits a size below it.
    mutating func byteCount() -> Int {
      let limit = UInt64(16) << (next() % 9)
      return Int(next() % limit) + 1
    }
  }
}

nonisolated(unsafe) private var marks = 0

/// Where the counting begins.
@c(cost_begin) @inline(never) func markBegin() { marks += 1 }

/// Keeps the compiler from leaving out a block that nobody uses.
@inline(never) func markMiddle() { marks += 0 }

/// Where the counting ends.
@c(cost_end) @inline(never) func markEnd() { marks -= 1 }
