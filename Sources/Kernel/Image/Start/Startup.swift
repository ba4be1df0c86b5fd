internal import Boot
internal import CInstructions
internal import CPU
internal import Drivers
internal import Telemetry

/// Brings up everything a service stands on, in order.
func startKernel() {
  startStatistics()
  Log.start()
  unsafe serialPort = UART16550(IOPorts(), base: 0x3f8)
  let pages = startProcessor()
  // Before anything masks its way to the processor, so that it takes back what it asks for.
  var ports = IOPorts()
  LegacyInterruptController.silence(&ports)
  Timekeeping.begin()
  let memoryByteCount = MemoryStart.run()
  // Not earlier: boot loaders may leave the memory map there, as SeaBIOS does with PVH.
  pages.forbidPageZero()
  unsafe records.send(
    BootRecord(
      memoryByteCount: memoryByteCount, timestampAtEntry: boot_timestamp, kernelVersion: "0.1.0"))
  Log.configure()
  Watchdog.configure()
  swiftlet_gdb_entry()
  swiftlet_sampler_entry()
  Timekeeping.finish()
  log(.info, "\(memoryByteCount >> 10) KiB of memory", module: "kernel")
  Timekeeping.report()
  cpu_enable_interrupts()
}

/// Segments, interrupts and the protection of the image; page 0 stays readable for now.
private func startProcessor() -> PageTables {
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
  pages.protect(address_of_image_start()..<address_of_text_end(), .execute)
  pages.protect(address_of_files_start()..<address_of_files_end(), .read)
  pages.protect(address_of_rodata_start()..<address_of_rodata_end(), .read)
  protectGuard(address_of_boot_stack_guard(), pages)
  protectGuard(address_of_interrupt_stack_guard(), pages)
  protectGuard(address_of_fault_stack_guard(), pages)
  pages.activate(
    constants: address_of_files_start(), constantsEnd: address_of_image_end())
  SupervisorProtection.enable()
  return pages
}

private func protectGuard(_ address: UInt64, _ pages: PageTables) {
  pages.protect(address..<address + 4096, .none)
}

/// The untyped pointer to an address of the image.
private func pointer(_ address: UInt64) -> UnsafeMutableRawPointer {
  // Safe: no symbol of the image is at address 0.
  unsafe UnsafeMutableRawPointer(bitPattern: UInt(address)).unsafelyUnwrapped
}
