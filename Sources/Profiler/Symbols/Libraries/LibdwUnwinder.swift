internal import CDwarf
internal import Glibc

/// Unwinds by libdw.
///
/// Source: elfutils, libdwfl.h.
final class LibdwUnwinder {
  private let dwfl: OpaquePointer
  private let callbacks: UnsafeMutablePointer<Dwfl_Callbacks>
  private let threadCallbacks: UnsafeMutablePointer<Dwfl_Thread_Callbacks>
  private var stack = CopiedStack()

  /// Opens an image; nil if the library does not take it.
  init?(_ image: ImageFile) {
    callbacks = .allocate(capacity: 1)
    callbacks.initialize(to: Dwfl_Callbacks())
    callbacks.pointee.find_debuginfo = dwfl_standard_find_debuginfo
    callbacks.pointee.section_address = dwfl_offline_section_address
    threadCallbacks = .allocate(capacity: 1)
    threadCallbacks.initialize(to: Dwfl_Thread_Callbacks())
    guard let dwfl = dwfl_begin(callbacks) else { return nil }
    self.dwfl = dwfl
    dwfl_report_begin(dwfl)
    // Where it is linked to lie is where it lies.
    let module = dwfl_report_elf(dwfl, "image", image.path, -1, 0, false)
    guard module != nil, dwfl_report_end(dwfl, nil, nil) == 0 else { return nil }
    setThreadCallbacks()
    guard
      dwfl_attach_state(
        dwfl, nil, 1, threadCallbacks, Unmanaged.passUnretained(self).toOpaque())
    else { return nil }
  }

  deinit {
    dwfl_end(dwfl)
    callbacks.deallocate()
    threadCallbacks.deallocate()
  }

  /// Unwinds a stack.
  ///
  /// - Returns: The instruction and the return addresses, as far as the library gets.
  func unwind(_ registers: [UInt64], _ words: [UInt64], limit: Int) -> [UInt64] {
    stack = CopiedStack(registers: registers, words: words, limit: limit)
    dwfl_getthread_frames(
      dwfl, 1,
      { frame, argument in
        guard let frame, let argument else { return Int32(DWARF_CB_ABORT) }
        let own = LibdwUnwinder.own(argument)
        var pc: Dwarf_Addr = 0
        guard dwfl_frame_pc(frame, &pc, nil), pc != 0 else { return Int32(DWARF_CB_ABORT) }
        own.stack.addresses.append(pc)
        let isEnough = own.stack.addresses.count >= own.stack.limit
        return Int32(isEnough ? DWARF_CB_ABORT : DWARF_CB_OK)
      }, Unmanaged.passUnretained(self).toOpaque())
    return stack.addresses
  }

  private static func own(_ argument: UnsafeMutableRawPointer) -> LibdwUnwinder {
    Unmanaged<LibdwUnwinder>.fromOpaque(argument).takeUnretainedValue()
  }

  private func setThreadCallbacks() {
    threadCallbacks.pointee.next_thread = { _, argument, thread in
      guard let argument, let thread, thread.pointee == nil else { return 0 }
      thread.pointee = argument
      return 1
    }
    threadCallbacks.pointee.get_thread = { _, thread, argument, place in
      guard thread == 1, let argument, let place else { return false }
      place.pointee = argument
      return true
    }
    threadCallbacks.pointee.memory_read = { _, address, result, argument in
      guard let argument, let word = LibdwUnwinder.own(argument).stack.word(at: address) else {
        return false
      }
      result?.pointee = word
      return true
    }
    threadCallbacks.pointee.set_initial_registers = { thread, argument in
      guard let thread, let argument else { return false }
      let own = LibdwUnwinder.own(argument)
      dwfl_thread_state_register_pc(thread, own.stack.registers[16])
      return own.stack.registers.withUnsafeBufferPointer { registers in
        guard let first = registers.baseAddress else { return false }
        return dwfl_thread_state_registers(thread, 0, 16, first)
      }
    }
  }
}
