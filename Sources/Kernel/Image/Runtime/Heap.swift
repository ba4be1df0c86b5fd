internal import Boot
internal import Core
internal import Telemetry

// The functions by which the Swift runtime, and C, allocate. They must not allocate themselves.
// The compiler keeps their names to itself, so the linker script gives them: malloc is
// kernel_malloc, and so on.

/// Allocates a block, aligned to 16; panics if memory is used up, as Swift has no way to go on.
@c(kernel_malloc) func cAllocate(_ byteCount: Int) -> UnsafeMutableRawPointer? {
  var block: UnsafeMutableRawPointer?
  _ = unsafe cAllocateAligned(&block, Heap.alignment, byteCount)
  return unsafe block
}

/// The heap where the entry code has room for it: nobody asks for memory before there is any.
private var state: UnsafeMutablePointer<KernelHeap> {
  @inline(__always) get {
    // Safe: one core, and no interrupt handler allocates.
    unsafe UnsafeMutablePointer(bitPattern: UInt(address_of_kernel_heap())).unsafelyUnwrapped
  }
}

/// Allocates a block at a multiple of a power of two.
///
/// Swift comes here for each object; there is one copy of the way that is taken most.
@c(posix_memalign) @inline(never) @_optimize(speed) func cAllocateAligned(
  _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ byteCount: Int
) -> CInt {
  if alignment <= Heap.alignment, let address = unsafe state.pointee.allocate(byteCount) {
    unsafe result.pointee = UnsafeMutableRawPointer(bitPattern: address)
    return 0
  }
  return unsafe allocateRarely(result, alignment, byteCount)
}

/// Allocates a block with an alignment of its own, and ends the guest if there is no memory.
@inline(never)
private func allocateRarely(
  _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ byteCount: Int
) -> CInt {
  guard alignment > Heap.alignment,
    let address = unsafe state.pointee.allocate(byteCount, alignment: alignment)
  else { memoryIsUsedUp(byteCount) }
  unsafe result.pointee = UnsafeMutableRawPointer(bitPattern: address)
  return 0
}

/// Frees a block; a null pointer is ignored.
@c(kernel_free) @_optimize(speed) func cFree(_ block: UnsafeMutableRawPointer?) {
  guard let block = unsafe block else { return }
  unsafe state.pointee.free(UInt(bitPattern: block))
}

/// What the owner of a block may use of it; Swift's collections grow into it.
@c(malloc_usable_size) func cUsableByteCount(_ block: UnsafeMutableRawPointer?) -> Int {
  guard let block = unsafe block else { return 0 }
  return unsafe state.pointee.usableByteCount(UInt(bitPattern: block))
}

/// Makes a block longer or shorter, where it lies if possible.
@c(kernel_realloc) func cReallocate(
  _ block: UnsafeMutableRawPointer?, _ byteCount: Int
) -> UnsafeMutableRawPointer? {
  guard let block = unsafe block else { return unsafe cAllocate(byteCount) }
  guard let address = unsafe state.pointee.reallocate(UInt(bitPattern: block), byteCount) else {
    memoryIsUsedUp(byteCount)
  }
  return unsafe UnsafeMutableRawPointer(bitPattern: address)
}

/// Allocates zeroed memory.
@c(kernel_calloc) func cAllocateZeroed(_ count: Int, _ byteCount: Int) -> UnsafeMutableRawPointer? {
  let (total, overflow) = count.multipliedReportingOverflow(by: byteCount)
  let block = unsafe cAllocate(overflow ? .max : total)
  unsafe block?.initializeMemory(as: UInt8.self, repeating: 0, count: total)
  return unsafe block
}
