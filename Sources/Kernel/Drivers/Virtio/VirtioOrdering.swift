/// What makes the driver's stores visible to the device before the driver's later loads.
///
/// Two races of a virtqueue hang on it: a device that goes to sleep, and a driver that does, while
/// the other side has something new for it. If a load overtakes a store there, both sleep.
public enum VirtioOrdering: Sendable {
  /// A fence is enough, as on hardware and under hardware virtualisation.
  case fence
  /// A fence and an access to a register of the device.
  ///
  /// QEMU's emulator up to version 8.0 leaves the guest's fences out of the code that it makes when
  /// there is one processor, though devices run on other threads (seen in 7.2.22: neither `mfence`
  /// nor a locked instruction yields a host barrier). A register access takes a lock in the host.
  case deviceAccess
}
