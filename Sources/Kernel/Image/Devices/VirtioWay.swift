internal import Drivers

/// A transport of unknown kind.
class VirtioWay {
  final let deviceKind: VirtioDeviceKind
  final let isLegacy: Bool
  final let fixesQueueSizes: Bool

  init(deviceKind: VirtioDeviceKind, isLegacy: Bool, fixesQueueSizes: Bool) {
    self.deviceKind = deviceKind
    self.isLegacy = isLegacy
    self.fixesQueueSizes = fixesQueueSizes
  }

  var status: VirtioStatus {
    get { [] }
    set {}
  }
  var configurationGeneration: UInt32 { 0 }
  func offeredFeatures() -> VirtioFeatures { [] }
  func accept(_ features: VirtioFeatures) {}
  func enableConfigurationInterrupt() throws(VirtioError) {}
  func maximumSize(ofQueue queue: UInt16) -> Int { 0 }
  func activate(queue: UInt16, at location: VirtqueueLocation) throws(VirtioError) {}
  func configuration8(at offset: Int) -> UInt8 { 0 }
  func configuration16(at offset: Int) -> UInt16 { 0 }
  func setConfiguration32(_ value: UInt32, at offset: Int) {}
  func notify(queue: UInt16) {}
  func acknowledgeInterrupt() -> VirtioInterruptCauses { [] }
}

/// A transport of one kind behind the interface of all.
final class VirtioWayTo<Transport: VirtioTransport & ~Copyable>: VirtioWay {
  private var transport: Transport

  init(_ transport: consuming Transport) {
    let (kind, isLegacy, fixesQueueSizes) = (
      transport.deviceKind, transport.isLegacy, transport.fixesQueueSizes
    )
    self.transport = transport
    super.init(deviceKind: kind, isLegacy: isLegacy, fixesQueueSizes: fixesQueueSizes)
  }

  override var status: VirtioStatus {
    get { transport.status }
    set { transport.status = newValue }
  }
  override var configurationGeneration: UInt32 { transport.configurationGeneration }
  override func offeredFeatures() -> VirtioFeatures { transport.offeredFeatures() }
  override func accept(_ features: VirtioFeatures) { transport.accept(features) }
  override func enableConfigurationInterrupt() throws(VirtioError) {
    try transport.enableConfigurationInterrupt()
  }
  override func maximumSize(ofQueue queue: UInt16) -> Int {
    transport.maximumSize(ofQueue: queue)
  }
  override func activate(queue: UInt16, at location: VirtqueueLocation) throws(VirtioError) {
    try transport.activate(queue: queue, at: location)
  }
  override func configuration8(at offset: Int) -> UInt8 { transport.configuration8(at: offset) }
  override func configuration16(at offset: Int) -> UInt16 { transport.configuration16(at: offset) }
  override func setConfiguration32(_ value: UInt32, at offset: Int) {
    transport.setConfiguration32(value, at: offset)
  }
  override func notify(queue: UInt16) { transport.notify(queue: queue) }
  override func acknowledgeInterrupt() -> VirtioInterruptCauses {
    transport.acknowledgeInterrupt()
  }
}
