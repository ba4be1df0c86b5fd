import Kernel

/// A million seeded allocations and frees of mixed sizes, after which every byte is free again.
@main struct SoakTest: Service {
  static func start(_ system: System) async {
    // What the soak itself needs is there before it begins.
    var soak = Soak(system.memory)
    let before = system.memory.statistics
    for _ in 0..<1_000_000 { soak.step(system.memory) }
    let end = system.memory.statistics
    print("at peak", soak.peak, requested: soak.peakRequested, before, system)
    print("at end", end, requested: soak.requested, before, system)
    system.memory.forEachSize {
      system.console.print("blocks of ", $0.blockByteCount)
      system.console.print("  at most ", $0.peakBlockCount)
      system.console.print("  in pages of ", $0.peakHeldByteCount)
    }
    soak.freeAll()
    system.memory.trim()
    let after = system.memory.statistics
    system.check(soak.isIntact, "no block was overwritten")
    system.check(soak.peak.fragmentation < 200, "free memory is in one piece, nearly, at the peak")
    system.check(end.fragmentation < 200, "free memory is in one piece, nearly, at the end")
    let allocated = soak.peak.allocatedByteCount - before.allocatedByteCount
    system.check(allocated * 85 < soak.peakRequested * 100, "less than 15 % of blocks are unused")
    system.check(after.blockCount == before.blockCount, "every block is free")
    system.check(after.allocatedByteCount == before.allocatedByteCount, "every byte is free")
    system.check(after.freeByteCount >= before.freeByteCount, "every page is free")
    system.check(after.longestFreeByteCount >= before.longestFreeByteCount, "and all are merged")
    system.exit()
  }

  static func print(
    _ moment: StaticString, _ now: MemoryStatistics, requested: Int, _ before: MemoryStatistics,
    _ system: System
  ) {
    let allocated = now.allocatedByteCount - before.allocatedByteCount
    system.console.print(moment)
    system.console.print("  bytes asked for ", requested)
    system.console.print("  bytes allocated ", allocated)
    system.console.print("  internal waste in thousandths ", 1000 - requested * 1000 / allocated)
    system.console.print("  bytes free ", now.freeByteCount)
    system.console.print("  in the longest piece ", now.longestFreeByteCount)
    system.console.print("  fragmentation in thousandths ", now.fragmentation)
  }
}

/// The blocks in use, and the seeded choice of what happens next.
struct Soak {
  private var blocks: [UnsafeMutableBufferPointer<UInt8>] = []
  private var state: UInt64 = 42
  var isIntact = true
  var requested = 0
  var peakRequested = 0
  var peak: MemoryStatistics

  mutating func step(_ memory: Memory) {
    if blocks.isEmpty || (blocks.count < 2000 && random(2) == 0) {
      let block = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: randomSize())
      block[0] = UInt8(truncatingIfNeeded: block.count)
      block[block.count - 1] = block[0]
      blocks.append(block)
      requested += block.count
      if requested > peakRequested { (peakRequested, peak) = (requested, memory.statistics) }
    } else {
      free(random(blocks.count))
    }
  }

  mutating func freeAll() {
    while !blocks.isEmpty { free(blocks.count - 1) }
  }

  private mutating func free(_ index: Int) {
    let block = blocks[index]
    blocks[index] = blocks[blocks.count - 1]
    blocks.removeLast()
    let mark = UInt8(truncatingIfNeeded: block.count)
    if block[0] != mark || block[block.count - 1] != mark { isIntact = false }
    requested -= block.count
    block.deallocate()
  }

  /// Mostly small, as objects are; now and then long.
  private mutating func randomSize() -> Int {
    switch random(100) {
    case 0: random(40_000) + 1
    case 1..<10: random(4096) + 1
    default: random(256) + 1
    }
  }

  /// Source: Marsaglia, “Xorshift RNGs”, 2003.
  private mutating func random(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(bound))
  }

  init(_ memory: Memory) {
    blocks.reserveCapacity(2048)
    peak = memory.statistics
  }
}
