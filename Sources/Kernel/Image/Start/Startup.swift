internal import Boot
internal import CInstructions
internal import Core
internal import CPU
internal import Drivers
internal import Telemetry

/// Brings up everything a service stands on, in order.
func startKernel() {
  startStatistics()
  unsafe serialPort = UART16550(IOPorts(), base: 0x3f8)
  startProcessor()
  Timekeeping.begin()
  let memoryByteCount = startMemory()
  unsafe records.send(
    BootRecord(
      memoryByteCount: memoryByteCount, timestampAtEntry: boot_timestamp, kernelVersion: "0.1.0"))
  Timekeeping.finish()
  cpu_enable_interrupts()
}

/// Segments, interrupts and the protection of the image.
private func startProcessor() {
  // Safe: the entry code reserves this memory for exactly these tables.
  unsafe SegmentTable.load(
    unsafeMemory: pointer(address_of_boot_segment_table()),
    faultStackEnd: address_of_fault_stack_end(),
    interruptStackEnd: address_of_interrupt_stack_end())
  unsafe InterruptTable.load(
    unsafeMemory: pointer(address_of_boot_interrupt_table()),
    entries: address_of_interrupt_stubs())
  let pages = unsafe PageTables(
    unsafeDirectories: pointer(address_of_boot_page_directories()).assumingMemoryBound(
      to: UInt64.self),
    unsafeTables: pointer(address_of_boot_page_tables()).assumingMemoryBound(to: UInt64.self))
  pages.protect(0..<PageTables.fineByteCount, .write)
  pages.protect(0..<4096, .none)
  pages.protect(address_of_image_start()..<address_of_text_end(), .execute)
  pages.protect(address_of_rodata_start()..<address_of_rodata_end(), .read)
  protectGuard(address_of_boot_stack_guard(), pages)
  protectGuard(address_of_interrupt_stack_guard(), pages)
  protectGuard(address_of_fault_stack_guard(), pages)
  pages.activate(codeEnd: address_of_text_end())
  SupervisorProtection.enable()
}

private func protectGuard(_ address: UInt64, _ pages: PageTables) {
  pages.protect(address..<address + 4096, .none)
}

/// The heap, over all memory that the boot loader names and that the image does not take.
///
/// - Returns: Size of the memory, in bytes.
private func startMemory() -> UInt64 {
  let map = BootMemory()
  let tableAddress = address_of_image_end()
  let pageCount = Int(map.end >> 12)
  let tableEnd =
    (tableAddress + UInt64(PageAllocator.tableByteCount(pageCount: pageCount)) + 4095) & ~4095
  // Safe: the memory above the image belongs to nobody yet.
  var pages = unsafe PageAllocator(unsafeTable: pointer(tableAddress), pageCount: pageCount)
  map.forEachUsable { start, end in
    let first = max(start, tableEnd)
    if start >= 0x10_0000, end > first { pages.add(Int((first + 4095) >> 12)..<Int(end >> 12)) }
  }
  // Safe: the entry code reserves the bytes for the heap's own state.
  let state = unsafe pointer(address_of_kernel_heap()).bindMemory(to: Heap.self, capacity: 1)
  unsafe state.initialize(to: Heap(pages))
  unsafe heap = unsafe state
  // What the boot loader left lies in low memory: it is read before that is given away.
  unsafe commandLine = map.commandLine()
  unsafe rootPointerAddress = map.rootPointerAddress
  map.forEachUsable { start, end in
    if start < 0x10_0000 {
      let end = min(end, 0x10_0000)
      unsafe heap?.pointee.addPages(Int((max(start, 4096) + 4095) >> 12)..<Int(end >> 12))
    }
  }
  return map.usableByteCount
}

/// The untyped pointer to an address of the image.
private func pointer(_ address: UInt64) -> UnsafeMutableRawPointer {
  // Safe: no symbol of the image is at address 0.
  unsafe UnsafeMutableRawPointer(bitPattern: UInt(address)).unsafelyUnwrapped
}
