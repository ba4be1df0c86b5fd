internal import Core
internal import Telemetry

// Which heap the kernel runs on, and what happens when it finds something wrong.

#if DEBUG
/// The heap of a debug build looks for misuse of its blocks.
typealias KernelHeap = GuardedHeap
#else
/// The heap.
typealias KernelHeap = Heap
#endif

extension KernelHeap {
  /// Takes the pages that the heap may use; misuse of memory ends the guest.
  init(_ pages: consuming PageAllocator) {
    self.init(pages, report: { endGuest(for: $0) })
  }
}

/// Ends the guest because memory was misused; the stack leads to where that was noticed.
@inline(never)
private func endGuest(for fault: HeapFault) {
  panic(.heapFault, text: fault.message)
}

/// Ends the guest because there is no memory for an allocation.
@inline(never)
func memoryIsUsedUp(_ byteCount: Int) -> Never {
  var text = InlineText<160>()
  text.append("no memory for ", decimal: byteCount)
  // Safe: one core.
  if let heap = unsafe heap {
    text.append(" bytes; ", decimal: unsafe heap.pointee.pages.freePageCount << 12)
    text.append(" of ", decimal: unsafe heap.pointee.pages.ownedPageCount << 12)
    text.append(" are free, at most ", decimal: unsafe heap.pointee.pages.longestFreeRun << 12)
    text.append(" together")
  }
  panic(.outOfMemory, text: text)
}
