internal import Boot
internal import CPU
internal import Synchronization

/// The instructions by which the run loop halts: interrupts on, then the halt itself.
///
/// An interrupt of the sampler leads back to them, so that it wakes nobody.
///
/// Source: Intel SDM volume 2, STI: interrupts are taken after the next instruction.
enum Halt {
  /// The bytes `sti; hlt`.
  private static var instructions: UInt16 { 0xf4fb }

  /// Whether the processor was halted when it was interrupted.
  @inline(__always)
  static func precedes(_ frame: UnsafeMutablePointer<InterruptFrame>) -> Bool {
    unsafe code(before: frame.pointee.rip, by: 2) == instructions
  }

  /// Lets the processor halt again, unless something is to be done.
  ///
  /// It goes back to where interrupts are still off: one that comes now is taken when the processor
  /// is halted, and wakes it. So it does where a non-maskable interrupt came between the two
  /// instructions, as others might otherwise come there, too.
  @inline(__always)
  static func restore(_ frame: UnsafeMutablePointer<InterruptFrame>) {
    unsafe restore(frame, by: 2)
  }

  @inline(never)
  private static func restore(_ frame: UnsafeMutablePointer<InterruptFrame>, by distance: UInt64) {
    guard pendingEvents.load(ordering: .relaxed) == 0 else { return }
    unsafe frame.pointee.rip &-= distance
    unsafe frame.pointee.rflags &= ~0x200
  }

  /// Lets the processor begin its halt anew, if it was interrupted in its midst.
  @inline(__always)
  static func restoreBeginning(_ frame: UnsafeMutablePointer<InterruptFrame>) {
    if unsafe code(before: frame.pointee.rip, by: 1) == instructions {
      unsafe restore(frame, by: 1)
    }
  }

  /// Two bytes of code that begin before an address; 0 if that is none of code.
  @inline(__always)
  private static func code(before address: UInt64, by distance: UInt64) -> UInt16 {
    let start = address &- distance
    // All of these addresses are mapped but for guards below stacks, which no code comes after.
    guard start &- 0x10_0000 < 0xffe0_0000 else { return 0 }
    // Safe: as just said.
    return unsafe UnsafeRawPointer(bitPattern: UInt(start)).unsafelyUnwrapped
      .loadUnaligned(as: UInt16.self)
  }
}
