internal import Sampler
internal import Testing

@Suite final class TrackedBlocksTests {
  private let memory = UnsafeMutableRawPointer.allocate(byteCount: 64 * 8, alignment: 8)
  private var table: TrackedBlocks

  init() {
    table = TrackedBlocks(unsafeMemory: memory, capacity: 64)
  }

  deinit { memory.deallocate() }

  /// Puts a block in.
  private func insert(_ address: UInt64) -> Bool { table.insert(address) }
  /// Takes a block out.
  private func remove(_ address: UInt64) -> Bool { table.remove(address) }

  @Test func `finds what was put in, once`() {
    #expect(insert(0x5000) && insert(0x6000) && table.count == 2)
    #expect(remove(0x5000) && !remove(0x5000) && !remove(0x7000))
    #expect(!remove(0), "free places look like it")
    #expect(table.count == 1 && remove(0x6000) && table.count == 0)
  }

  @Test func `takes no more than half of its places`() {
    let taken = (1...64).count { insert(UInt64($0) << 12) }
    #expect(taken == 32 && table.count == 32)
    #expect(remove(1 << 12) && insert(99 << 12))
    table.removeAll()
    #expect(table.count == 0 && !remove(2 << 12))
  }

  @Test(arguments: UInt64(1)..<6) func `loses nothing, whatever comes and goes`(seed: UInt64) {
    var truth: Set<UInt64> = []
    var random = seed
    for _ in 0..<20_000 {
      random = random &* 6_364_136_223_846_793_005 &+ 1
      // Few addresses, so that many fall together.
      let address = (random >> 40 & 127 &+ 1) << 4
      if truth.contains(address) {
        #expect(remove(address))
        truth.remove(address)
      } else if insert(address) {
        truth.insert(address)
      } else {
        #expect(truth.count == 32)
      }
    }
    #expect(table.count == truth.count)
    for address in truth { #expect(remove(address)) }
  }
}
