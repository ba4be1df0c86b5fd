/// Where a call on a stack stands.
public struct StackAddress: Hashable, Sendable {
  public let address: LinkAddress
  /// Whether the address is the instruction that faulted or was interrupted; else it is the one
  /// after a call.
  public let isExact: Bool

  /// Makes an address on a stack.
  public init(_ address: LinkAddress, isExact: Bool) {
    self.address = address
    self.isExact = isExact
  }
}

/// The registers that a stack begins with.
public struct StackRegisters: Equatable, Sendable {
  /// Address of the instruction.
  public var rip: UInt64
  /// Top of the stack.
  public var rsp: UInt64
  /// Frame pointer.
  public var rbp: UInt64

  /// Takes the registers of a processor that stands still.
  public init(rip: UInt64, rsp: UInt64, rbp: UInt64) {
    self.rip = rip
    self.rsp = rsp
    self.rbp = rbp
  }
}
