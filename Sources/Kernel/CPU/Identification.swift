internal import CInstructions
public import Hardware

/// What the processor says of itself, by the cpuid instruction.
public struct Identification: ProcessorLeaves {
  /// Names the processor that this runs on.
  public init() {}

  public func leaf(_ number: UInt32) -> ProcessorLeaf {
    let leaf = cpu_identify(number, 0)
    return ProcessorLeaf(eax: leaf.eax, ebx: leaf.ebx, ecx: leaf.ecx, edx: leaf.edx)
  }
}
