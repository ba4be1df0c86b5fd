internal import CInstructions

/// Registers by which the hypervisor is told where to write the time.
///
/// Source: Linux, Documentation/virt/kvm/x86/msr.rst.
public enum HypervisorClock {
  /// Lets the hypervisor keep the time information at an address up to date.
  public static func start(register: UInt32, address: UInt64) {
    cpu_write_msr(register, address | 1)
  }

  /// Lets the hypervisor write the wall clock to an address, once.
  public static func writeWallClock(register: UInt32, address: UInt64) {
    cpu_write_msr(register, address)
  }
}
