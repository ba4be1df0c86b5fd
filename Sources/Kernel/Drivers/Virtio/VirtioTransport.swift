public import Hardware

/// The way to a virtio device: its registers behind a bus.
///
/// The ring memory is not part of it. All calls but the last three serve the start.
public protocol VirtioTransport: ~Copyable {
  /// What the device is.
  var deviceKind: VirtioDeviceKind { get }
  /// How far the driver is; writing the empty set resets the device.
  var status: VirtioStatus { get set }

  /// Reads what the device offers.
  mutating func offeredFeatures() -> VirtioFeatures
  /// Writes what the driver accepts.
  mutating func accept(_ features: VirtioFeatures)

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

  /// Tells the device that a queue has new buffers.
  mutating func notify(queue: UInt16)
  /// Learns why the device interrupted and lets it interrupt again.
  mutating func acknowledgeInterrupt() -> VirtioInterruptCauses
}

/// Where the three parts of a split virtqueue are, as the device sees them.
///
/// Source: Virtio 1.2, section 2.7.
public struct VirtqueueLocation: Equatable, Sendable {
  /// Number of descriptors, a power of two.
  public var size: Int
  /// The descriptor table.
  public var descriptors: PhysicalAddress
  /// The available ring, which the driver writes.
  public var available: PhysicalAddress
  /// The used ring, which the device writes.
  public var used: PhysicalAddress

  /// Makes a location of its parts.
  public init(
    size: Int, descriptors: PhysicalAddress, available: PhysicalAddress, used: PhysicalAddress
  ) {
    self.size = size
    self.descriptors = descriptors
    self.available = available
    self.used = used
  }
}

/// How often the driver looks whether a reset is over.
private let resetReadLimit = 1_000_000

/// How often the driver reads a configuration that changes meanwhile.
private let configurationReadLimit = 16

extension VirtioTransport where Self: ~Copyable {
  /// Starts the device.
  ///
  /// If this throws, the device has been told that the driver gave up.
  ///
  /// Source: Virtio 1.2, section 3.1.1.
  ///
  /// - Parameters:
  ///   - required: Features that the driver cannot work without; version 1 is always required.
  ///   - wanted: Features that the driver uses if they are offered.
  ///   - setUp: Sets the queues up, given the features in force; must not notify the device.
  /// - Returns: What the closure returned.
  /// - Throws: `resetTimedOut`, `missingFeatures`, `featuresRefused`, and what the closure throws.
  mutating func start<Value: ~Copyable>(
    required: VirtioFeatures, wanted: VirtioFeatures,
    setUp: (inout Self, VirtioFeatures) throws(VirtioError) -> Value
  ) throws(VirtioError) -> Value {
    do throws(VirtioError) {
      let features = try negotiate(required: required.union(.version1), wanted: wanted)
      let value = try setUp(&self, features)
      status = [.acknowledge, .driver, .featuresAccepted, .driverReady]
      return value
    } catch {
      status = status.union(.failed)
      throw error
    }
  }

  /// Resets the device and agrees with it on features.
  private mutating func negotiate(
    required: VirtioFeatures, wanted: VirtioFeatures
  ) throws(VirtioError) -> VirtioFeatures {
    try reset()
    status = .acknowledge
    status = [.acknowledge, .driver]
    let offered = offeredFeatures()
    guard offered.isSuperset(of: required) else {
      throw .missingFeatures(required.subtracting(offered))
    }
    let accepted = required.union(wanted).intersection(offered)
    accept(accepted)
    status = [.acknowledge, .driver, .featuresAccepted]
    guard status.contains(.featuresAccepted) else { throw .featuresRefused }
    return accepted
  }

  /// Stops the device and waits until it has let go of its rings.
  ///
  /// Source: Virtio 1.2, section 4.1.4.3.2: the driver MUST wait until the status reads 0.
  ///
  /// - Throws: `resetTimedOut`.
  mutating func reset() throws(VirtioError) {
    status = []
    for _ in 0..<resetReadLimit where status == [] { return }
    throw .resetTimedOut
  }

  /// Reads several parts of the configuration as they are at one time.
  ///
  /// Source: Virtio 1.2, section 2.5.1.
  ///
  /// - Parameter read: Reads the parts; may be called again.
  /// - Returns: What the closure returned when nothing changed meanwhile.
  /// - Throws: `unstableConfiguration`.
  func consistentConfiguration<Value>(
    _ read: (borrowing Self) -> Value
  ) throws(VirtioError) -> Value {
    for _ in 0..<configurationReadLimit {
      let before = configurationGeneration
      let value = read(self)
      if configurationGeneration == before { return value }
    }
    throw .unstableConfiguration
  }
}
