import Kernel

/// Writes to a block after it was freed; the heap sees it when the block leaves its quarantine.
@main struct UseAfterFree: Service {
  static func start(_ system: System) async {
    let block = UnsafeMutablePointer<UInt64>.allocate(capacity: 3)
    block.deallocate()
    write(block)
    for _ in 0..<100 { use() }
  }

  @inline(never)
  static func write(_ block: UnsafeMutablePointer<UInt64>) {
    block[2] = 7
  }

  @inline(never)
  static func use() {
    let block = UnsafeMutablePointer<UInt64>.allocate(capacity: 3)
    block.deallocate()
  }
}
