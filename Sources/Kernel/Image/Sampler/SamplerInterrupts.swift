internal import CPU
internal import Drivers
internal import Sampler
internal import Telemetry

// Where the entries of the sampler's interrupts call; interrupts are off. Safe, all of them: the
// sampler is installed before its interrupts can come, and what they change nobody else touches
// while interrupts are on.

/// The sampler's timer has run out.
@c(kernel_sample_by_timer) @_optimize(speed)
func sampleByTimer(_ frame: UnsafeMutableRawPointer) -> Bool {
  let sampling = unsafe sampling.unsafelyUnwrapped
  let frame = unsafe frame.assumingMemoryBound(to: InterruptFrame.self)
  _ = unsafe sampling.pointee.fire(frame, by: .timer)
  unsafe refreshClock(sampling)
  unsafe sampling.pointee.endInterrupt()
  return true
}

/// A non-maskable interrupt has come, perhaps of the sampler's timer.
///
/// - Returns: Whether it was for the sampler alone.
@c(kernel_sample_unmasked) @_optimize(speed)
func sampleUnmasked(_ frame: UnsafeMutableRawPointer) -> Bool {
  guard let sampling = unsafe sampling else { return false }
  let frame = unsafe frame.assumingMemoryBound(to: InterruptFrame.self)
  let isOwn = unsafe sampling.pointee.fire(frame, by: .nonMaskable)
  unsafe Halt.restoreBeginning(frame)
  unsafe refreshClock(sampling)
  return unsafe isOwn && !sampling.pointee.sharesNonMaskable
}

/// The host has sent something.
@c(kernel_command_sampler)
func commandSampler(_ frame: UnsafeMutableRawPointer) -> Bool {
  unsafe sampling?.pointee.followCommands()
  unsafe localAPIC?.endInterrupt()
  return true
}

/// Looks from time to time how ticks become time, as that is corrected.
@inline(__always)
private func refreshClock(_ sampling: UnsafeMutablePointer<Sampling>) {
  if unsafe sampling.pointee.taker.ring.block.pointee.fired & 63 == 0 {
    unsafe sampling.pointee.checkTime()
  }
}
