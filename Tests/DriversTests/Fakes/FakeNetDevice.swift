internal import Drivers
internal import Testing

/// A virtio network device without a bus: its state, its configuration and its queues.
final class FakeNetDevice {
  let memory = FakeMemory()
  let queues: [FakeQueue]
  var offered: VirtioFeatures = [.version1, .address, .mtu, .linkStatus, .eventIndex]
  /// Features without which the device refuses the driver's choice.
  var insistsOn: VirtioFeatures = []
  private(set) var accepted: VirtioFeatures = []
  private(set) var status: UInt8 = 0
  /// How many more reads of the status the device needs for a reset.
  var resetReads = 0
  var maximumQueueSize: [UInt16]
  var configuration: [UInt8] =
    [0x52, 0x54, 0x00, 0x00, 0x00, 0x42, 1, 0, 0, 0, 0xdc, 0x05]
  /// Offsets of words of the configuration that the driver may write.
  var writableConfiguration: Set<Int> = []
  var generation: UInt8 = 0
  /// Whether the configuration changes each time it is looked at.
  var isUnstable = false
  private(set) var notifications: [UInt16] = []

  init(queueCount: Int = 2) {
    let memory = memory
    queues = (0..<queueCount).map { _ in FakeQueue(memory) }
    maximumQueueSize = .init(repeating: 256, count: queueCount)
  }

  var receiveQueue: FakeQueue { queues[0] }
  var transmitQueue: FakeQueue { queues[1] }

  // MARK: Registers

  /// What else happens when the driver reads the status.
  var onStatusRead: () -> Void = {}

  func readStatus() -> UInt8 {
    onStatusRead()
    if resetReads > 0 {
      resetReads -= 1
      return 4
    }
    return status
  }

  func writeStatus(_ value: UInt8) {
    if value == 0 {
      queues.forEach { $0.isReady = false }
    } else {
      #expect(value & status == status, "a status bit was taken back")
    }
    status = value
    if value & 8 != 0, !accepted.isSuperset(of: insistsOn) { status &= ~8 }
  }

  func accept(_ features: VirtioFeatures) {
    #expect(status == 3, "features are accepted between driver and featuresAccepted")
    #expect(features.isSubset(of: offered), "a feature was accepted that was not offered")
    accepted = features
    queues.forEach { $0.usesEventIndex = features.contains(.eventIndex) }
  }

  func readGeneration() -> UInt8 {
    if isUnstable { generation &+= 1 }
    return generation
  }

  /// Writes 32 bits of the configuration; says whether the device lets them be written.
  func writeConfiguration(_ value: UInt64, at offset: Int) -> Bool {
    guard writableConfiguration.contains(offset) else { return false }
    for index in 0..<4 {
      configuration[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
    }
    return true
  }

  func notify(_ queue: UInt16) {
    #expect(status == 15, "a notification before the device was started")
    notifications.append(queue)
  }

  /// How often a queue was notified since the last call.
  func takeNotifications() -> [UInt16] {
    defer { notifications = [] }
    return notifications
  }

  // MARK: Frames

  /// Delivers a frame as a network card would.
  ///
  /// - Returns: False if the driver left no buffer for it.
  @discardableResult
  func deliver(_ frame: [UInt8]) -> Bool {
    guard let buffer = receiveQueue.take() else { return false }
    #expect(buffer.deviceWrites)
    #expect(buffer.byteCount >= 1526, "a buffer must hold a header and the largest frame")
    // The header of one whole buffer: number of buffers 1, all else zero.
    let bytes = [UInt8](repeating: 0, count: 10) + [1, 0] + frame
    memory.bytes(at: buffer.address, count: bytes.count)?.copyBytes(from: bytes)
    receiveQueue.giveBack(buffer, byteCount: bytes.count)
    return true
  }

  /// Sends what the driver published, and returns the buffers.
  func send() -> [[UInt8]] {
    var frames: [[UInt8]] = []
    while let buffer = transmitQueue.take() {
      frames.append(frame(in: buffer))
      transmitQueue.giveBack(buffer, byteCount: 0)
    }
    return frames
  }

  /// The frame of a transmit buffer; checks the header before it.
  func frame(in buffer: FakeQueue.Buffer) -> [UInt8] {
    #expect(!buffer.deviceWrites)
    let bytes = Array(
      memory.bytes(at: buffer.address, count: buffer.byteCount) ?? .init(start: nil, count: 0))
    #expect(bytes.prefix(12).allSatisfy { $0 == 0 }, "the header must ask for nothing")
    return Array(bytes.dropFirst(12))
  }
}
