/// The way to a virtio device: its registers behind a bus.
///
/// The ring memory is not part of it. All calls but the last three serve the start.
public protocol VirtioTransport: ~Copyable {
  /// What the device is.
  var deviceKind: VirtioDeviceKind { get }
  /// Whether the device is one from before version 1 of the specification.
  ///
  /// It then offers 32 features only, does not say whether it accepts the driver's choice, and
  /// takes queues in one piece, from a page on.
  var isLegacy: Bool { get }
  /// Whether queues have as many descriptors as the device says, neither more nor less.
  var fixesQueueSizes: Bool { get }
  /// How far the driver is; writing the empty set resets the device.
  var status: VirtioStatus { get set }

  /// Reads what the device offers.
  mutating func offeredFeatures() -> VirtioFeatures
  /// Writes what the driver accepts.
  mutating func accept(_ features: VirtioFeatures)

  /// Lets the device interrupt when its configuration changes; between reset and start.
  ///
  /// - Throws: `noInterrupt` if it could not.
  mutating func enableConfigurationInterrupt() throws(VirtioError)

  /// How many descriptors a queue can have, 0 if there is no such queue.
  mutating func maximumSize(ofQueue queue: UInt16) -> Int
  /// Tells the device where a queue is and switches it on.
  ///
  /// - Throws: `queueInUse` if it is on already, `noInterrupt` if it could not interrupt.
  mutating func activate(queue: UInt16, at location: VirtqueueLocation) throws(VirtioError)

  /// A number that changes whenever the device's configuration does.
  var configurationGeneration: UInt32 { get }
  /// Reads 8 bits of the device's own configuration.
  func configuration8(at offset: Int) -> UInt8
  /// Reads 16 bits of the device's own configuration.
  func configuration16(at offset: Int) -> UInt16
  /// Writes 32 bits of the device's own configuration.
  mutating func setConfiguration32(_ value: UInt32, at offset: Int)

  /// Tells the device that a queue has new buffers.
  mutating func notify(queue: UInt16)
  /// Learns why the device interrupted and lets it interrupt again.
  mutating func acknowledgeInterrupt() -> VirtioInterruptCauses
}

extension VirtioTransport where Self: ~Copyable {
  public var isLegacy: Bool { false }
  public var fixesQueueSizes: Bool { false }
}
