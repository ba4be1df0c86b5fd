/// What a sample tells of; the set grows, so a reader must expect kinds that it does not know.
///
/// The values of each kind are its `extra` words, in this order.
public struct SampleKind: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Where the processor was when the sampler's timer ran out; no values.
  public static var processor: SampleKind { SampleKind(rawValue: 1) }
  /// A block was taken: its address, or 0 if nobody will tell when it is given back; its bytes; and
  /// how many bytes lie between two such samples on average.
  public static var allocation: SampleKind { SampleKind(rawValue: 2) }
  /// A block that an allocation sample told of was given back: its address and its bytes.
  public static var release: SampleKind { SampleKind(rawValue: 3) }
  /// The run loop has waited: what ended the wait (bits of the kernel's events), its ticks, and how
  /// many ticks of waiting lie between two such samples on average, 0 if each wait is one.
  public static var wait: SampleKind { SampleKind(rawValue: 4) }
  /// A stretch of the service's work has ended: its ticks, address and byte count of its name.
  public static var span: SampleKind { SampleKind(rawValue: 5) }
  /// As `processor`, with registers and memory of the stack: rax, rdx, rcx, rbx, rsi, rdi, rbp,
  /// rsp, r8 to r15, rip (the numbers that DWARF gives them), then the stack's words from rsp on.
  public static var raw: SampleKind { SampleKind(rawValue: 6) }
}
