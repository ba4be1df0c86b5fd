/// Why a guest cannot go on.
public enum PanicReason: UInt8, Sendable {
  /// A check of the compiler's or a programmer's did not hold: the guest met a trap instruction.
  case trap = 1
  /// The processor raised an exception that nothing handles: the record says which.
  case exception = 2
  /// The heap is exhausted.
  case outOfMemory = 3
  /// An interrupt came that nothing asked for.
  case unexpectedInterrupt = 4
  /// The stack ran into its guard page.
  case stackOverflow = 5
  /// The service threw an error out of its start.
  case serviceError = 6
  /// The kernel or the service called for the end itself.
  case fatalError = 7
  /// A block of the heap was misused: written outside of its bounds, or after it was freed.
  case heapFault = 8
  /// A task kept the processor for longer than the watchdog allows.
  case stall = 9

  /// The reason in words.
  public var name: StaticString {
    switch self {
    case .trap: "trap"
    case .exception: "processor exception"
    case .outOfMemory: "out of memory"
    case .unexpectedInterrupt: "unexpected interrupt"
    case .stackOverflow: "stack overflow"
    case .serviceError: "service error"
    case .fatalError: "fatal error"
    case .heapFault: "heap fault"
    case .stall: "stall"
    }
  }

  /// What the processor's manual calls an exception.
  ///
  /// Source: Intel SDM, volume 3, section 6.15.
  ///
  /// - Parameter vector: Number of the exception.
  /// - Returns: Its name; "interrupt" for a vector that is no exception.
  public static func name(ofVector vector: UInt8) -> InlineText<32> {
    var name = InlineText<32>()
    writeName(ofVector: vector, to: &name)
    return name
  }

  /// Writes what the processor's manual calls an exception.
  static func writeName<Sink: ByteSink & ~Copyable>(ofVector vector: UInt8, to sink: inout Sink) {
    guard vector < 22 else {
      return sink.write(vector < 32 ? "reserved exception" : "interrupt")
    }
    var place = 0
    var number: UInt8 = 0
    // Safe: there are 22 names, and each ends with a line feed.
    while number < vector {
      if unsafe exceptions.utf8Start[place] == 0x0a { number += 1 }
      place += 1
    }
    guard unsafe exceptions.utf8Start[place] != 0x0a else {
      return sink.write("reserved exception")
    }
    while unsafe exceptions.utf8Start[place] != 0x0a {
      unsafe sink.write(exceptions.utf8Start[place])
      place += 1
    }
  }

  /// The names of the exceptions, a line for each up to 21; empty lines are reserved ones.
  private static var exceptions: StaticString {
    """
    divide error
    debug
    non-maskable interrupt
    breakpoint
    overflow
    bound range exceeded
    invalid opcode
    device not available
    double fault

    invalid TSS
    segment not present
    stack fault
    general protection
    page fault

    floating-point error
    alignment check
    machine check
    SIMD floating-point error

    control protection

    """
  }
}
