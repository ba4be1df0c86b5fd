/// What the monotonic clock goes by; each case is trusted more than those after it.
public enum ClockSource: UInt8, Sendable {
  /// The hypervisor's clock, in memory shared with it.
  case paravirtual
  /// The rate of the time-stamp counter as the processor names it.
  case processor
  /// The rate of the time-stamp counter as the hypervisor names it.
  case hypervisor
  /// The high precision event timer: the rate is measured against it.
  case hpet
  /// The programmable interval timer: the rate is measured against it.
  case pit
  /// The timer of the local interrupt controller, whose rate is known under QEMU and KVM.
  case apic
  /// The base frequency of the processor in whole megahertz: off by up to some hundred ppm.
  case nominal

  /// What the source is called in reports.
  public var name: StaticString {
    switch self {
    case .paravirtual: "pvclock"
    case .processor: "cpuid"
    case .hypervisor: "hypervisor"
    case .hpet: "hpet"
    case .pit: "pit"
    case .apic: "apic"
    case .nominal: "nominal"
    }
  }
}
