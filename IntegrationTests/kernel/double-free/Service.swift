import Kernel

/// Frees a block, and another, and the first again.
@main struct DoubleFree: Service {
  static func start(_ system: System) async {
    let first = UnsafeMutablePointer<UInt64>.allocate(capacity: 3)
    let second = UnsafeMutablePointer<UInt64>.allocate(capacity: 3)
    release(first)
    release(second)
    release(first)
  }

  @inline(never)
  static func release(_ block: UnsafeMutablePointer<UInt64>) {
    block.deallocate()
  }
}
