internal import Boot
internal import CInstructions
internal import CPU
internal import Drivers
internal import Synchronization
internal import Telemetry

/// Where the entry code calls on every interrupt; interrupts are off.
///
/// Devices' handlers only quiet the device and leave a note for the run loop.
@c(kernel_interrupt) @_optimize(speed)
func handleInterrupt(_ vector: UInt8, _ address: UnsafeRawPointer) {
  let frame = unsafe address.assumingMemoryBound(to: InterruptFrame.self)
  // Safe: the entry code passes the frame on the stack. One core: nothing else runs meanwhile.
  // Devices come first, by the shortest way; everything else is in a function of its own, so that
  // they need none of its registers.
  if Vector.devices.contains(vector), let hooks = unsafe deviceHooks, hooks.acknowledge(vector) {
    count(.deviceInterrupts)
    // Read again, so that it is not kept over the call.
    unsafe vectorCounts[Int(frame.pointee.vector & 63)] &+= 1
    unsafe localAPIC?.endInterrupt()
  } else {
    unsafe handleOther(frame)
  }
}

/// Handles an interrupt that is no device's.
@inline(never)
private func handleOther(_ frame: UnsafePointer<InterruptFrame>) {
  // Safe: as above.
  let vector = unsafe UInt8(truncatingIfNeeded: frame.pointee.vector)
  unsafe vectorCounts[Int(vector)] &+= 1
  switch vector {
  case Vector.configuration:
    count(.deviceInterrupts)
    configurationChange.store(true, ordering: .relaxed)
    Event.post(Event.network)
    unsafe localAPIC?.endInterrupt()
  case Vector.timer:
    count(.timerInterrupts)
    Event.post(Event.timer)
    unsafe Watchdog.tick(frame)
    unsafe localAPIC?.endInterrupt()
  case 0..<32:
    handleException(unsafe frame.pointee)
  default:
    StrayInterrupts.take(vector)
  }
}

/// Ends the guest with what the exception means.
private func handleException(_ frame: InterruptFrame) -> Never {
  switch frame.vector {
  case 6:
    panic(.trap, "a check failed", frame: frame)
  case 14:
    handlePageFault(frame)
  case 8 where isStackGuard(frame.rsp):
    panic(.stackOverflow, "the stack ran into its guard page", frame: frame)
  default:
    panic(.exception, "", frame: frame)
  }
}

private func handlePageFault(_ frame: InterruptFrame) -> Never {
  let address = cpu_read_cr2()
  let reason: PanicReason = isStackGuard(address) ? .stackOverflow : .exception
  panic(reason, meaning(ofFault: frame.errorCode, at: address), frame: frame)
}

/// What a page fault means.
private func meaning(ofFault errorCode: UInt64, at address: UInt64) -> StaticString {
  if isIn(address, guardPage: address_of_interrupt_stack_guard()) {
    return "the stack of interrupts ran into its guard page"
  }
  if isStackGuard(address) { return "the stack ran into its guard page" }
  if address < 4096 { return "access through a null pointer" }
  if errorCode & 16 != 0 { return "executed memory that holds data" }
  if errorCode & 2 != 0 {
    if address >= address_of_image_start(), address < address_of_text_end() {
      return "wrote to code"
    }
    if address >= address_of_rodata_start(), address < address_of_rodata_end() {
      return "wrote to constants"
    }
    if address >= address_of_files_start(), address < address_of_files_end() {
      return "wrote to constants"
    }
  }
  return "access to an address that is not mapped"
}

private func isStackGuard(_ address: UInt64) -> Bool {
  isIn(address, guardPage: address_of_boot_stack_guard())
    || isIn(address, guardPage: address_of_interrupt_stack_guard())
    || isIn(address, guardPage: address_of_fault_stack_guard())
}

private func isIn(_ address: UInt64, guardPage: UInt64) -> Bool {
  // The stack pointer itself may still stand on the border when a push faults.
  address >= guardPage && address <= guardPage + 4096
}
