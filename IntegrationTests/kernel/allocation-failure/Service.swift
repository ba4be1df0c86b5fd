import Kernel

/// Asks for more memory than there is, in ways that may fail, and goes on.
@main struct AllocationFailure: Service {
  static func start(_ system: System) async {
    let memory = system.memory
    let before = memory.statistics
    system.check(!canAllocate(1 << 40, memory), "more than there is cannot be had")
    system.check(!canAllocate(-1, memory), "a negative amount cannot be had")
    do throws(OutOfMemory) {
      _ = try memory.allocate(byteCount: 1 << 30)
    } catch {
      system.check(error.requestedByteCount == 1 << 30, "the error names what was asked for")
      system.check(error.freeByteCount >= before.freeByteCount, "the error names what is free")
    }
    let most = before.longestFreeByteCount
    system.check(canAllocate(most, memory), "the longest piece can be had")
    do throws(OutOfMemory) {
      try useBlock(memory, system)
    } catch {
      system.check(false, "a few bytes can be had")
    }
    let after = memory.statistics
    system.check(after.blockCount == before.blockCount, "all blocks are free again")
    system.check(after.failureCount >= before.failureCount + 2, "the failures are counted")
    system.exit()
  }

  static func canAllocate(_ byteCount: Int, _ memory: Memory) -> Bool {
    do throws(OutOfMemory) {
      let block = try memory.allocate(byteCount: byteCount)
      return block.byteCount == byteCount
    } catch {
      return false
    }
  }

  static func useBlock(_ memory: Memory, _ system: System) throws(OutOfMemory) {
    var block = try memory.allocate(byteCount: 100, alignment: 4096)
    let sum = (0..<100).reduce(0) {
      $0 + Int(block.bytes.unsafeLoad(fromByteOffset: $1, as: UInt8.self))
    }
    system.check(sum == 0, "a block is filled with zeroes")
    var bytes = block.mutableBytes
    bytes.storeBytes(of: 42, toByteOffset: 96, as: UInt32.self)
    try block.resize(to: 100_000)
    let kept = block.bytes.unsafeLoadUnaligned(fromByteOffset: 96, as: UInt64.self)
    system.check(kept == 42, "a block that grows keeps its contents and adds zeroes")
    do throws(OutOfMemory) {
      try block.resize(to: 1 << 40)
      system.check(false, "a block cannot grow beyond memory")
    } catch {
      system.check(block.byteCount == 100_000, "a block that cannot grow stays as it is")
    }
  }
}
