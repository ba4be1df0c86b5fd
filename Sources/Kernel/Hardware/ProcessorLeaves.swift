/// What the processor, and a hypervisor under it, say of themselves: the CPUID instruction.
public protocol ProcessorLeaves: ~Copyable {
  /// Asks for a leaf, with subleaf 0.
  func leaf(_ number: UInt32) -> ProcessorLeaf
}

/// The four registers that a leaf fills.
public struct ProcessorLeaf: Equatable, Sendable {
  public var eax: UInt32
  public var ebx: UInt32
  public var ecx: UInt32
  public var edx: UInt32

  /// Makes a leaf from its registers.
  public init(eax: UInt32 = 0, ebx: UInt32 = 0, ecx: UInt32 = 0, edx: UInt32 = 0) {
    self.eax = eax
    self.ebx = ebx
    self.ecx = ecx
    self.edx = edx
  }
}
