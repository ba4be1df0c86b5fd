import Kernel

/// Writes one byte behind a block.
@main struct HeapOverrun: Service {
  static func start(_ system: System) async {
    let block = UnsafeMutablePointer<UInt8>.allocate(capacity: 24)
    fill(block, count: 25)
    release(block)
  }

  @inline(never)
  static func fill(_ block: UnsafeMutablePointer<UInt8>, count: Int) {
    for index in 0..<count { block[index] = 7 }
  }

  @inline(never)
  static func release(_ block: UnsafeMutablePointer<UInt8>) {
    block.deallocate()
  }
}
