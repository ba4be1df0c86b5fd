public import Hardware
public import Time

/// What the processor and its hypervisor say of their rates.
///
/// Source: Intel SDM volume 2, CPUID, leaves 0x15, 0x16 and 0x80000007; Linux,
/// Documentation/virt/kvm/x86/cpuid.rst; VMware, "Mechanisms to determine if software is running in
/// a VMware virtual machine", leaf 0x40000010.
public struct ProcessorTiming: Equatable, Sendable {
  /// Whether the time-stamp counter always counts at the same rate.
  public private(set) var isInvariant = false
  /// Rate of the time-stamp counter, and who names it; nil if nobody does.
  public private(set) var timestampRate: Rate?
  /// Rate of the local timer's input, before its divider, in Hz; 0 if nobody names it.
  public private(set) var timerFrequency: UInt64 = 0
  /// Whether the hypervisor offers its clock; then the numbers of its registers.
  public private(set) var paravirtualClock: ParavirtualClockRegisters?

  /// A rate of the time-stamp counter.
  public struct Rate: Equatable, Sendable {
    public var ticksPerSecond: UInt64
    public var source: ClockSource

    /// Makes a rate that a source names.
    public init(ticksPerSecond: UInt64, source: ClockSource) {
      self.ticksPerSecond = ticksPerSecond
      self.source = source
    }
  }

  /// Whether somebody names the rate exactly.
  public var namesRate: Bool {
    timestampRate?.source == .processor || timestampRate?.source == .hypervisor
  }

  /// Asks the processor.
  public init<Leaves: ProcessorLeaves & ~Copyable>(_ leaves: borrowing Leaves) {
    if leaves.leaf(0x8000_0000).eax >= 0x8000_0007 {
      isInvariant = leaves.leaf(0x8000_0007).edx & 1 << 8 != 0
    }
    readProcessorRate(leaves)
    if leaves.leaf(1).ecx >> 31 != 0 { readHypervisor(leaves) }
  }

  private mutating func readProcessorRate<Leaves: ProcessorLeaves & ~Copyable>(
    _ leaves: borrowing Leaves
  ) {
    let limit = leaves.leaf(0).eax
    guard limit >= 0x15 else { return }
    let ratio = leaves.leaf(0x15)
    let baseMegahertz = limit >= 0x16 ? UInt64(leaves.leaf(0x16).eax & 0xffff) : 0
    guard ratio.eax != 0, ratio.ebx != 0, ratio.ecx != 0 else {
      guard baseMegahertz != 0 else { return }
      timestampRate = Rate(ticksPerSecond: baseMegahertz * 1_000_000, source: .nominal)
      return
    }
    // The product of two 32-bit numbers fits.
    let rate = UInt64(ratio.ecx) * UInt64(ratio.ebx) / UInt64(ratio.eax)
    timestampRate = Rate(ticksPerSecond: rate, source: .processor)
    timerFrequency = UInt64(ratio.ecx)
  }

  private mutating func readHypervisor<Leaves: ProcessorLeaves & ~Copyable>(
    _ leaves: borrowing Leaves
  ) {
    let base = leaves.leaf(Self.hypervisorBase)
    guard let vendor = Vendor(base) else { return }
    // Both emulate the timer with a tick of a nanosecond; others name its rate or are measured.
    if vendor != .vmware { timerFrequency = 1_000_000_000 }
    if vendor == .kvm {
      paravirtualClock = ParavirtualClockRegisters(
        features: leaves.leaf(Self.hypervisorBase + 1).eax)
    }
    guard vendor != .tcg, base.eax >= Self.hypervisorBase + 0x10 else { return }
    let timing = leaves.leaf(Self.hypervisorBase + 0x10)
    if timing.ebx != 0 { timerFrequency = UInt64(timing.ebx) * 1000 }
    guard timing.eax != 0, timestampRate?.source != .processor else { return }
    timestampRate = Rate(ticksPerSecond: UInt64(timing.eax) * 1000, source: .hypervisor)
  }

  private static var hypervisorBase: UInt32 { 0x4000_0000 }

  /// The hypervisors whose leaves are known.
  private enum Vendor {
    case kvm, vmware, tcg

    /// Compares the signature: "KVMKVMKVM", "VMwareVMware", "TCGTCGTCGTCG".
    init?(_ leaf: ProcessorLeaf) {
      switch (leaf.ebx, leaf.ecx, leaf.edx) {
      case (0x4b4d_564b, 0x564b_4d56, 0x4d): self = .kvm
      case (0x6177_4d56, 0x4d56_6572, 0x6572_6177): self = .vmware
      case (0x5447_4354, 0x4354_4743, 0x4743_5447): self = .tcg
      default: return nil
      }
    }
  }
}

/// Numbers of the model-specific registers of the hypervisor's clock.
///
/// Source: Linux, Documentation/virt/kvm/x86/msr.rst.
public struct ParavirtualClockRegisters: Equatable, Sendable {
  /// Takes the address of the time information, which it keeps up to date.
  public let systemTime: UInt32
  /// Takes the address of the wall clock, which it writes once.
  public let wallClock: UInt32

  /// Chooses the registers; nil if there is no such clock.
  ///
  /// - Parameter features: What the leaf after the signature offers.
  init?(features: UInt32) {
    if features & 1 << 3 != 0 {
      (systemTime, wallClock) = (0x4b56_4d01, 0x4b56_4d00)
    } else if features & 1 != 0 {
      (systemTime, wallClock) = (0x12, 0x11)
    } else {
      return nil
    }
  }
}
