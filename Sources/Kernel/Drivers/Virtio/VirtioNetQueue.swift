/// The queues of a network device.
///
/// Source: Virtio 1.2, section 5.1.2.
enum VirtioNetQueue: UInt16 {
  /// Frames to the driver.
  case receive = 0
  /// Frames from the driver.
  case transmit = 1
}
