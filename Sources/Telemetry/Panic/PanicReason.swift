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
    }
  }

  /// What the processor's manual calls an exception.
  ///
  /// Source: Intel SDM, volume 3, section 6.15.
  ///
  /// - Parameter vector: Number of the exception.
  /// - Returns: Its name; "interrupt" for a vector that is no exception.
  public static func name(ofVector vector: UInt8) -> StaticString {
    switch vector {
    case 0: "divide error"
    case 1: "debug"
    case 2: "non-maskable interrupt"
    case 3: "breakpoint"
    case 4: "overflow"
    case 5: "bound range exceeded"
    case 6: "invalid opcode"
    case 7: "device not available"
    case 8: "double fault"
    case 10: "invalid TSS"
    case 11: "segment not present"
    case 12: "stack fault"
    case 13: "general protection"
    case 14: "page fault"
    case 16: "floating-point error"
    case 17: "alignment check"
    case 18: "machine check"
    case 19: "SIMD floating-point error"
    case 21: "control protection"
    default: vector < 32 ? "reserved exception" : "interrupt"
    }
  }
}
