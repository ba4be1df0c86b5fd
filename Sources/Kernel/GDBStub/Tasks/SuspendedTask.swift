/// A task of the Swift runtime that waits or is ready to go on, as memory shows it.
///
/// Source: swift/ABI/Task.h and swift/ABI/MetadataValues.h of the Swift runtime, 6.3.
public struct SuspendedTask: Equatable, Sendable, BitwiseCopyable {
  /// Where it lies.
  public let address: UInt64
  /// The runtime's number of it; 0 is the service's own.
  public let number: UInt32
  /// Where it goes on.
  public let function: UInt64
  /// What it goes on with: the innermost of its contexts.
  public let context: UInt64

  /// How much of a task is looked at, in bytes.
  public static var byteCount: Int { 0x68 }

  private enum Offset {
    static var kind: Int { 0x20 }
    static var priority: Int { 0x21 }
    static var number: Int { 0x24 }
    static var function: Int { 0x38 }
    static var context: Int { 0x40 }
    static var status: Int { 0x60 }
  }

  /// The highest priority there is.
  private static var highestPriority: UInt8 { 0x21 }
  /// Bit of the status: it is over.
  private static var isComplete: UInt64 { 0x2000 }

  init(address: UInt64, number: UInt32, function: UInt64, context: UInt64) {
    self.address = address
    self.number = number
    self.function = function
    self.context = context
  }

  /// Looks at a block of memory; nil if it is no task, or one that is over.
  ///
  /// - Parameters:
  ///   - bytes: The block's first `byteCount` bytes.
  ///   - address: Where it lies.
  ///   - code: The addresses of code.
  @inline(never)
  public init?(_ bytes: ByteBuffer, at address: UInt64, code: Range<UInt64>) {
    func isPriority(_ byte: UInt8) -> Bool { byte > 0 && byte <= Self.highestPriority }
    // Most blocks are none: this is asked of each whenever gdb has stopped the guest.
    guard bytes[Offset.kind] == 0, isPriority(bytes[Offset.priority]) else { return nil }
    function = bytes.number(at: Offset.function, byteCount: 8)
    context = bytes.number(at: Offset.context, byteCount: 8)
    number = UInt32(bytes.number(at: Offset.number, byteCount: 4))
    self.address = address
    guard isPriority(bytes[Offset.status]),
      bytes.number(at: Offset.status, byteCount: 4) & Self.isComplete == 0,
      code.contains(function), context > 0, context & 7 == 0
    else { return nil }
  }

  /// gdb's number of the thread that shows it: the first is the processor's.
  var thread: UInt64 { UInt64(number) + 2 }
}
