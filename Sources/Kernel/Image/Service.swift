@_exported public import _Concurrency
internal import Boot
internal import CInstructions

/// Writes a text to the first serial port.
public func say(_ text: StaticString) {
  for offset in 0..<text.utf8CodeUnitCount {
    unsafe cpu_out8(0x3f8, text.utf8Start[offset])
  }
}

/// What a service conforms to.
public protocol Service: SendableMetatype {
  /// Starts.
  static func start() async
}

extension Service {
  /// Where the entry code calls Swift.
  public static func main() {
    say("hello\n")
    Task { await start() }
    drain()
    cpu_out8(0xf4, 0x10)
  }
}

nonisolated(unsafe) var first: UnsafeMutableRawPointer? = nil

func drain() {
  while let job = unsafe first {
    unsafe first = nil
    let unowned = unsafe unsafeBitCast(job, to: UnownedJob.self)
    unsafe unowned.runSynchronously(
      on: unsafe unsafeBitCast((0, 0), to: UnownedSerialExecutor.self))
  }
}

@c(swift_task_enqueueGlobalImpl)
func enqueue(_ job: UnsafeMutableRawPointer) { unsafe first = job }
