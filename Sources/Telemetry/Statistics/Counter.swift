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

  /// What the counter is called in reports.
  public var name: StaticString {
    switch self {
    case .heapBytesInUse: "heap bytes in use"
    case .heapPeakBytes: "heap bytes at peak"
    case .allocations: "allocations"
    case .frees: "frees"
    case .framesReceived: "frames received"
    case .framesSent: "frames sent"
    case .drops: "drops"
    case .timerInterrupts: "timer interrupts"
    case .deviceInterrupts: "device interrupts"
    case .wakeups: "wakeups"
    case .spuriousInterrupts: "spurious interrupts"
    case .unexpectedInterrupts: "unexpected interrupts"
    case .jobs: "jobs"
    case .timersSet: "timers set"
    case .timersFired: "timers fired"
    case .stalls: "stalls"
    }
  }
}
