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
  return unsafe Sampling.handle(frame, sampling, bits: 0)
}

/// A non-maskable interrupt has come, perhaps of the sampler's timer.
///
/// - Returns: Whether it was for the sampler alone.
@c(kernel_sample_unmasked) @_optimize(speed)
func sampleUnmasked(_ frame: UnsafeMutableRawPointer) -> Bool {
  guard let sampling = unsafe sampling else { return false }
  let frame = unsafe frame.assumingMemoryBound(to: InterruptFrame.self)
  // While the timer interrupts by its vector, this is of somebody else, and the time is not up.
  let isOwn =
    unsafe sampling.pointee.isNonMaskable
    && Sampling.handle(frame, sampling, bits: SampleLayout.nonMaskableBit)
  unsafe Halt.restoreBeginning(frame)
  return unsafe isOwn && !sampling.pointee.sharesNonMaskable
}

/// The host has sent something.
@c(kernel_command_sampler)
func commandSampler(_ frame: UnsafeMutableRawPointer) -> Bool {
  unsafe sampling?.pointee.followCommands()
  unsafe localAPIC?.endInterrupt()
  return true
}
