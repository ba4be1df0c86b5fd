public import Telemetry

/// A misuse of memory that a heap noticed.
public struct HeapFault: Error, Equatable, Sendable {
  /// What happened.
  public let kind: Kind
  /// The block's first byte; of a free of something else, what was freed.
  public let address: UInt
  /// Bytes that the owner had asked for, or that the block holds; nil if unknown.
  public let byteCount: Int?

  init(_ kind: Kind, at address: UInt, byteCount: Int? = nil) {
    self.kind = kind
    self.address = address
    self.byteCount = byteCount
  }

  /// Ways to misuse memory.
  public enum Kind: Sendable {
    /// A block was freed that was free already.
    case doubleFree
    /// Something was freed that is no block.
    case notAllocated
    /// Bytes behind a block were written.
    case overrun
    /// Bytes before a block were written.
    case underrun
    /// A block was written after it was freed.
    case writeAfterFree
  }

  /// What happened, in words: `double free of a block of 24 bytes at 0x0000000000123450`.
  public var message: InlineText<160> {
    var text = InlineText<160>()
    text.append(name)
    if let byteCount, kind != .notAllocated {
      text.append(" of a block of ", decimal: byteCount)
      text.append(" bytes")
    }
    text.append(" at ")
    text.write(hexadecimal: UInt64(address))
    return text
  }

  private var name: StaticString {
    switch kind {
    case .doubleFree: "double free"
    case .notAllocated: "free of memory that is not allocated"
    case .overrun: "heap overrun"
    case .underrun: "heap underrun"
    case .writeAfterFree: "write after free"
    }
  }
}
