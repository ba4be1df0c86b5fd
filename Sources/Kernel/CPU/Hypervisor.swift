internal import CInstructions

/// What the machine runs on.
///
/// Source: Intel SDM volume 2, CPUID; Linux, Documentation/virt/kvm/x86/cpuid.rst.
public enum Hypervisor {
  /// Nothing that says its name.
  case none
  /// QEMU's own emulation of the processor.
  case tcg
  /// Linux's hypervisor.
  case kvm

  /// What this machine runs on.
  public static var current: Hypervisor {
    guard cpu_identify(1, 0).ecx >> 31 != 0 else { return .none }
    // The first four letters of "TCGTCGTCGTCG" and "KVMKVMKVM".
    switch cpu_identify(0x4000_0000, 0).ebx {
    case 0x5447_4354: return .tcg
    case 0x4b4d_564b: return .kvm
    default: return .none
    }
  }
}
