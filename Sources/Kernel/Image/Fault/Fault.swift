internal import Boot
internal import CInstructions
internal import CPU
internal import Drivers

/// Ways to break a guest on purpose, for tests of the harness.
public enum Fault {
  /// Makes the processor reset: an exception while there is no interrupt table.
  public static func tripleFault() -> Never {
    cpu_load_interrupt_table(0, 0)
    cpu_breakpoint()
    while true {}
  }

  /// Spins for ever with interrupts off.
  public static func spinWithInterruptsOff() -> Never {
    cpu_disable_interrupts()
    while true { cpu_pause() }
  }

  /// Halts for ever with interrupts off.
  public static func haltWithInterruptsOff() -> Never {
    cpu_disable_interrupts()
    while true { cpu_halt() }
  }

  /// Runs something with interrupts off, as only handlers should.
  public static func withInterruptsOff(_ body: () -> Void) {
    cpu_disable_interrupts()
    body()
    cpu_enable_interrupts()
  }

  /// Raises an interrupt that nothing asked for.
  public static func raiseUnexpectedInterrupt() {
    cpu_raise_interrupt_40()
  }

  /// Lets the interrupt controller raise an interrupt that nothing asked for.
  ///
  /// - Parameter vector: The interrupt's number, from 32.
  public static func raiseUnexpectedInterrupt(vector: UInt8) {
    // Safe: one core, and no interrupt handler starts one.
    unsafe localAPIC?.interruptSelf(vector)
  }

  /// Writes into the kernel's code.
  public static func writeToCode() {
    // Safe: it is not, and that is the point.
    unsafe UnsafeMutablePointer<UInt8>(bitPattern: UInt(address_of_image_start()))
      .unsafelyUnwrapped.pointee = 0
  }

  /// Writes to the constants of the image.
  public static func writeToConstants() {
    // Safe: it is not, and that is the point.
    unsafe UnsafeMutablePointer<UInt8>(bitPattern: UInt(address_of_rodata_start()))
      .unsafelyUnwrapped.pointee = 0
  }

  /// Writes just below the stack on which interrupts are handled.
  public static func writeBelowInterruptStack() {
    // Safe: it is not, and that is the point.
    unsafe UnsafeMutablePointer<UInt64>(bitPattern: UInt(address_of_interrupt_stack_guard()) + 4088)
      .unsafelyUnwrapped.pointee = 0
  }

  /// Jumps into data.
  public static func executeData() {
    // Safe: it is not, and that is the point. The function is a return instruction.
    var code: UInt64 = 0xc3
    unsafe withUnsafeMutablePointer(to: &code) { pointer in
      let function = unsafe unsafeBitCast(pointer, to: (@convention(c) () -> Void).self)
      function()
    }
  }

  /// Reads a byte near address 0.
  public static func readNull() -> UInt8 {
    // Safe: it is not, and that is the point. The address is not known to the compiler.
    let address = UInt(cpu_identify(0, 0).eax & 7) + 8
    return unsafe UnsafePointer<UInt8>(bitPattern: address).unsafelyUnwrapped.pointee
  }
}
