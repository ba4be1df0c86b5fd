internal import CInstructions

/// What the processor says of its interrupt controller.
///
/// Source: Intel SDM volume 2, CPUID leaf 1.
public enum LocalAPICFeatures {
  /// Whether the controller has its extended mode, x2APIC.
  public static var hasExtendedMode: Bool { cpu_identify(1, 0).ecx & 1 << 21 != 0 }
  /// Whether the controller's timer takes a deadline in ticks of the time-stamp counter.
  public static var hasDeadlineTimer: Bool { cpu_identify(1, 0).ecx & 1 << 24 != 0 }
}
