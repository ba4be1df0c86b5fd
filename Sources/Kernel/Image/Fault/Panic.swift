internal import Core
internal import CInstructions
internal import CPU
internal import Telemetry

/// Ends the guest with one line that says why.
///
/// - Parameters:
///   - message: What happened, for people.
///   - value: A number that belongs to it; written after the message.
public func panic(_ message: StaticString, _ value: UInt64? = nil) -> Never {
  panic(.fatalError, message, value)
}

/// Ends the guest for a reason; the stack is that of the caller.
@inline(never)
func panic(_ reason: PanicReason, _ message: StaticString, _ value: UInt64? = nil) -> Never {
  var text = InlineText<160>(message)
  if let value {
    text.write(": ")
    text.write(hexadecimal: value)
  }
  end(reason, text, framePointer: cpu_frame_pointer())
}

/// Ends the guest for a reason that was put into words; the stack is that of the caller.
@inline(never)
func panic(_ reason: PanicReason, text: InlineText<160>) -> Never {
  end(reason, text, framePointer: cpu_frame_pointer())
}

/// Ends the guest because of an argument that makes no sense; the stack is that of the caller.
@inline(never)
func panic(_ error: ArgumentError) -> Never {
  end(.fatalError, error.message, framePointer: cpu_frame_pointer())
}

/// Ends the guest.
///
/// - Parameters:
///   - reason: Why.
///   - text: What happened.
///   - framePointer: Frame of the function whose caller is where the matter is.
@inline(never)
func end(_ reason: PanicReason, _ text: InlineText<160>, framePointer: UInt64) -> Never {
  cpu_disable_interrupts()
  var record = PanicRecord(reason: reason, message: text)
  record.registers.rbp = framePointer
  record.registers.rsp = cpu_stack_pointer()
  record.registers.cr3 = cpu_read_cr3()
  // The frame leads to the caller, where the matter is.
  if let caller = CallStack.record(at: record.registers.rbp) {
    record.registers.rip = caller.returnAddress
    record.frames.append(caller.returnAddress)
    CallStack.walk(from: caller.framePointer) { record.frames.append($0) }
  }
  report(record)
}

/// Ends the guest because of an interrupt; the stack is that of the interrupted code.
func panic(_ reason: PanicReason, _ message: StaticString, frame: InterruptFrame) -> Never {
  report(PanicRecord(reason, message, frame))
}

extension PanicRecord {
  /// Says where interrupted code stands.
  @inline(never)
  init(_ reason: PanicReason, _ message: StaticString, _ frame: InterruptFrame) {
    self.init(reason: reason, message: InlineText<160>(message))
    registers = RegisterValues(frame)
    vector = UInt8(truncatingIfNeeded: frame.vector)
    errorCode = frame.errorCode
    frames.append(frame.rip, isExact: true)
    // Whoever called what is no code is known by the address on top of the stack alone.
    if !CallStack.isCode(frame.rip), let caller = CallStack.word(at: frame.rsp),
      CallStack.isCode(caller)
    {
      frames.append(caller)
    }
    CallStack.walk(from: frame.rbp) { frames.append($0) }
  }
}

/// Sends the record, prints the block and leaves.
///
/// The stub for gdb stops here: that is what the name is for.
@_silgen_name("kernel_panic_end") @inline(never)
private func report(_ record: PanicRecord) -> Never {
  // Safe: one core, and interrupts are off from here on.
  unsafe panicDepth += 1
  if unsafe panicDepth > 1 { leave(.panicWhilePanicking) }
  var record = record
  record.nanosecondsSinceEntry = unsafe clock.nanoseconds(at: TimestampCounter.now)
  publishStatistics()
  unsafe records.send(record)
  // A record takes 3 to 10 µs a byte: the last lines only. The rest is in memory for a host that
  // stops the guest before it ends.
  unsafe Log.ring.send(last: 4096, flags: .panicking, to: &records)
  var console = Console()
  PanicBlock(record).write(to: &console)
  leave(.panic)
}

/// Ends the guest through the debug-exit port; without one, stops for good.
func leave(_ code: ExitCode) -> Never {
  cpu_disable_interrupts()
  if code != .clean { PanicDevice.report() }
  cpu_out32(ExitCode.port, code.rawValue)
  while true { cpu_halt() }
}

/// How many panics have begun; a second one must not report, as reporting may be what failed.
nonisolated(unsafe) private var panicDepth = 0
