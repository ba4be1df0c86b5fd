import Kernel

/// Writes one byte before a block.
@main struct HeapUnderrun: Service {
  static func start(_ system: System) async {
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: 24)
    poke(block - 1)
    release(block)
  }

  @inline(never)
  static func poke(_ byte: UnsafeMutablePointer<UInt8>) {
    byte.pointee = 7
  }

  @inline(never)
  static func release(_ block: UnsafeMutablePointer<UInt8>) {
    block.deallocate()
  }
}
