/// Something that the kernel counts; the number is its place in a block of counters.
///
/// New counters go to the end, so that an old host reads a new guest and the other way round.
public enum Counter: Int, Sendable {
  /// Heap bytes in use now.
  case heapBytesInUse
  /// Most heap bytes ever in use.
  case heapPeakBytes
  /// Blocks taken from the heap.
  case allocations
  /// Blocks given back to the heap.
  case frees
  /// Ethernet frames that arrived.
  case framesReceived
  /// Ethernet frames handed to the device.
  case framesSent
  /// Frames, packets and segments thrown away, whatever the reason.
  case drops
  /// Interrupts of the timer.
  case timerInterrupts
  /// Interrupts of devices other than the timer.
  case deviceInterrupts
  /// Times that the processor left its halt.
  case wakeups
  /// Interrupts that went away before the processor could take them.
  case spuriousInterrupts
  /// Interrupts that nothing asked for.
  case unexpectedInterrupts
  /// Jobs of tasks that were run.
  case jobs
  /// Timers that were set.
  case timersSet
  /// Timers that ran out.
  case timersFired
  /// Tasks that kept the processor for longer than the watchdog allows.
  case stalls

  /// How many counters there are.
  public static var count: Int { Counter.stalls.rawValue + 1 }

  /// What the counters are called in reports, one to a line, in their order: as in a
  /// `CounterGroup`.
  public static var names: StaticString {
    """
    heap bytes in use
    heap bytes at peak
    allocations
    frees
    frames received
    frames sent
    drops
    timer interrupts
    device interrupts
    wakeups
    spurious interrupts
    unexpected interrupts
    jobs
    timers set
    timers fired
    stalls
    """
  }
}
