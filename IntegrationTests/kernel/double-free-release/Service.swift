import Kernel

/// Frees a block, and another, and the first again.
@main struct DoubleFreeRelease: Service {
  static func start(_ system: System) async {
    let first = UnsafeMutablePointer<UInt64>.allocate(capacity: 3)
    let second = UnsafeMutablePointer<UInt64>.allocate(capacity: 3)
    release(first)
    release(second)
    release(first)
  }

  /// Does something after the free: a call that is the last thing leaves no frame of its caller.
  @inline(never)
  static func release(_ block: UnsafeMutablePointer<UInt64>) {
    block.deallocate()
    count += 1
  }

  nonisolated(unsafe) private static var count = 0
}
