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
  ///   - required: Features that the driver cannot work without; version 1 is required of every
  ///     device that is not a legacy one.
  ///   - wanted: Features that the driver uses if they are offered.
  ///   - setUp: Sets the queues up, given the features in force; must not notify the device.
  /// - Returns: What the closure returned.
  /// - Throws: `resetTimedOut`, `missingFeatures`, `featuresRefused`, and what the closure throws.
  mutating func start<Value: ~Copyable>(
    required: VirtioFeatures, wanted: VirtioFeatures,
    setUp: (inout Self, VirtioFeatures) throws(VirtioError) -> Value
  ) throws(VirtioError) -> Value {
    do throws(VirtioError) {
      let features = try negotiate(required: required.union(version), wanted: wanted)
      try enableConfigurationInterrupt()
      let value = try setUp(&self, features)
      status =
        isLegacy
        ? [.acknowledge, .driver, .driverReady]
        : [.acknowledge, .driver, .featuresAccepted, .driverReady]
      return value
    } catch {
      status = status.union(.failed)
      throw error
    }
  }

  /// What every device of this kind must know, whatever its driver is for.
  ///
  /// Of legacy devices the network alone gets what it reads otherwise than they expect it: a frame
  /// behind its header in one descriptor. QEMU's legacy disks do not know other layouts than
  /// theirs, which is the one that they get.
  private var version: VirtioFeatures {
    guard isLegacy else { return .version1 }
    return deviceKind == .network ? .anyLayout : []
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
    let accepted = required.union(wanted).intersection(offered).acceptable
    accept(accepted)
    if isLegacy { return accepted }
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
