internal import CInstructions

/// What the processor can forbid the kernel itself.
///
/// Nothing of ours runs or lies in user mode: the features cost nothing and stop code that was led
/// astray.
///
/// Source: Intel SDM volume 3, section 2.5; CPUID leaf 7.
public enum SupervisorProtection {
  /// Switches on what the processor has of SMEP, SMAP and UMIP.
  public static func enable() {
    guard cpu_identify(0, 0).eax >= 7 else { return }
    let features = cpu_identify(7, 0)
    var bits: UInt64 = 0
    if features.ebx & 1 << 7 != 0 { bits |= 1 << 20 }
    if features.ebx & 1 << 20 != 0 { bits |= 1 << 21 }
    if features.ecx & 1 << 2 != 0 { bits |= 1 << 11 }
    cpu_write_cr4(cpu_read_cr4() | bits)
  }
}
