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
  public var name: InlineText<32> {
    var name = InlineText<32>()
    writeName(to: &name)
    return name
  }

  /// Writes the reason in words.
  func writeName<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    Self.write(line: rawValue, of: Self.names, to: &sink)
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
    let line = vector < 22 ? vector : vector < 32 ? 9 : 22
    write(line: line, of: exceptions, to: &sink)
  }

  /// Writes a line of a text, counted from 0, without its end.
  @inline(never)
  private static func write<Sink: ByteSink & ~Copyable>(
    line: UInt8, of text: StaticString, to sink: inout Sink
  ) {
    var number: UInt8 = 0
    for place in 0..<text.utf8CodeUnitCount where number <= line {
      // Safe: the place is within the text.
      let byte = unsafe text.utf8Start[place]
      if byte == 0x0a {
        number += 1
      } else if number == line {
        sink.write(byte)
      }
    }
  }

  /// The names of the reasons by their number, a line for each.
  private static var names: StaticString {
    """

    trap
    processor exception
    out of memory
    unexpected interrupt
    stack overflow
    service error
    fatal error
    heap fault
    stall
    """
  }

  /// The names of the exceptions up to 21, a line for each, and of other interrupts.
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
    reserved exception
    invalid TSS
    segment not present
    stack fault
    general protection
    page fault
    reserved exception
    floating-point error
    alignment check
    machine check
    SIMD floating-point error
    reserved exception
    control protection
    interrupt
    """
  }
}
