internal import Core
internal import Telemetry

// The functions by which the Swift runtime, and C, allocate. They must not allocate themselves.
// The compiler keeps their names to itself, so the linker script gives them: malloc is
// kernel_malloc, and so on.

/// Allocates a block; panics if memory is used up, as Swift has no way to go on.
private func allocate(_ byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer? {
  // Safe: one core, and no interrupt handler allocates.
  guard let address = unsafe heap?.pointee.allocate(byteCount, alignment: alignment) else {
    panic(.outOfMemory, "no memory for an allocation")
  }
  return unsafe UnsafeMutableRawPointer(bitPattern: address)
}

/// Allocates a block, aligned to 16.
@c(kernel_malloc) func cAllocate(_ byteCount: Int) -> UnsafeMutableRawPointer? {
  unsafe allocate(byteCount, alignment: Heap.alignment)
}

/// Allocates a block at a multiple of a power of two.
@c(posix_memalign) func cAllocateAligned(
  _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ byteCount: Int
) -> CInt {
  unsafe result.pointee = unsafe allocate(byteCount, alignment: alignment)
  return 0
}

/// Frees a block; a null pointer is ignored.
@c(kernel_free) func cFree(_ block: UnsafeMutableRawPointer?) {
  guard let block = unsafe block else { return }
  unsafe heap?.pointee.free(UInt(bitPattern: block))
}

/// What the owner of a block may use of it; Swift's collections grow into it.
@c(malloc_usable_size) func cUsableByteCount(_ block: UnsafeMutableRawPointer?) -> Int {
  guard let block = unsafe block else { return 0 }
  return unsafe heap?.pointee.usableByteCount(UInt(bitPattern: block)) ?? 0
}

/// Moves a block to one of another size.
@c(kernel_realloc) func cReallocate(
  _ block: UnsafeMutableRawPointer?, _ byteCount: Int
) -> UnsafeMutableRawPointer? {
  guard let block = unsafe block else { return unsafe cAllocate(byteCount) }
  let usable = unsafe cUsableByteCount(block)
  if byteCount <= usable, byteCount > usable / 2 { return unsafe block }
  let moved = unsafe cAllocate(byteCount)
  unsafe moved?.copyMemory(from: block, byteCount: min(usable, byteCount))
  unsafe cFree(block)
  return unsafe moved
}

/// Allocates zeroed memory.
@c(kernel_calloc) func cAllocateZeroed(_ count: Int, _ byteCount: Int) -> UnsafeMutableRawPointer? {
  let (total, overflow) = count.multipliedReportingOverflow(by: byteCount)
  let block = unsafe cAllocate(overflow ? .max : total)
  unsafe block?.initializeMemory(as: UInt8.self, repeating: 0, count: total)
  return unsafe block
}
