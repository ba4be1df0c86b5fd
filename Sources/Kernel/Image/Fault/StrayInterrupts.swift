internal import Boot
internal import CPU
internal import Drivers
internal import Telemetry

/// Interrupts that no device was given: they are counted, and the guest goes on.
enum StrayInterrupts {
  /// Takes one; for the interrupt handler.
  static func take(_ vector: UInt8) {
    if vector == InterruptTable.spuriousVector {
      count(.spuriousInterrupts)
    } else {
      count(.unexpectedInterrupts)
      unsafe counts[Int(vector)] &+= 1
    }
    // A true spurious interrupt leaves the controller alone, and so does one by an instruction; an
    // end that it does not wait for would end another's.
    if unsafe localAPIC?.isInService(vector) ?? false { unsafe localAPIC?.endInterrupt() }
  }

  /// How often a vector interrupted.
  static func occurrences(of vector: UInt8) -> Int { unsafe Int(counts[Int(vector)]) }

  private static var counts: UnsafeMutablePointer<UInt32> {
    // Safe: the entry code reserves 256 of them, and vectors are below that.
    unsafe UnsafeMutablePointer(bitPattern: UInt(address_of_unexpected_interrupt_counts()))
      .unsafelyUnwrapped
  }
}
