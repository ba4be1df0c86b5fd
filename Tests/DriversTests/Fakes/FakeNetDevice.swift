internal import Drivers
internal import Testing

/// A virtio network device without a bus: its state, its configuration and its queues.
///
/// Strict about what drivers ask for, and honest; see `FakeQueue.scribble` for one that is not.
final class FakeNetDevice {
  let memory = FakeMemory()
  let queues: [FakeQueue]
  var offered: VirtioFeatures = [.version1, .address, .mtu, .linkStatus, .eventIndex]
  /// Whether it reports what an honest driver of an honest device would not do.
  var isStrict = true
  /// Whether it is one from before version 1; set by the front that the driver sees.
  var isLegacy = false
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
  /// How the segments that the driver sent are to be cut.
  private(set) var cuts: [Cut] = []

  struct Cut: Equatable {
    var headerByteCount: Int
    var segmentByteCount: Int
  }

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
      #expect(!isStrict || value & status == status, "a status bit was taken back")
      #expect(!isStrict || !isLegacy || value & 8 == 0, "a legacy device knows no such status")
    }
    status = value
    if value & 8 != 0, !accepted.isSuperset(of: insistsOn) { status &= ~8 }
  }

  func accept(_ features: VirtioFeatures) {
    #expect(!isStrict || status == 3, "features are accepted between driver and featuresAccepted")
    #expect(
      !isStrict || features.isSubset(of: offered), "a feature was accepted that was not offered")
    accepted = features
    for queue in queues {
      queue.usesEventIndex = features.contains(.eventIndex)
      queue.knowsIndirect = features.contains(.indirectDescriptors)
    }
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
    #expect(
      !isStrict || status == (isLegacy ? 7 : 15), "a notification before the device was started")
    notifications.append(queue)
  }

  /// How often a queue was notified since the last call.
  func takeNotifications() -> [UInt16] {
    defer { notifications = [] }
    return notifications
  }

  // MARK: Frames

  /// Size of what precedes each frame, as was agreed upon.
  var headerByteCount: Int {
    isLegacy && !accepted.contains(.mergeableBuffers) ? 10 : 12
  }

  /// Delivers a frame as a network card would.
  ///
  /// - Parameters:
  ///   - frame: The frame; it is spread over several buffers if that was agreed upon.
  ///   - flags: What the header says of its checksum.
  ///   - kind: What it says of the kind of segment.
  ///   - claimedBuffers: The number of buffers that the header names, nil for the true one.
  ///   - pieceLimit: How many bytes of a buffer are used at most.
  /// - Returns: False if the driver left no buffer for it.
  @discardableResult
  func deliver(
    _ frame: [UInt8], flags: UInt8 = 0, kind: UInt8 = 0, claimedBuffers: UInt16? = nil,
    pieceLimit: Int = .max
  ) -> Bool {
    var rest = [flags, kind] + [UInt8](repeating: 0, count: headerByteCount - 2) + frame
    var buffers: [(buffer: FakeQueue.Buffer, byteCount: Int)] = []
    repeat {
      guard let buffer = receiveQueue.take() else { return false }
      #expect(buffer.deviceWrites)
      #expect(buffer.byteCount >= 1526, "a buffer must hold a header and the largest frame")
      let byteCount = min(rest.count, buffer.byteCount, pieceLimit)
      memory.bytes(at: buffer.address, count: byteCount)?.copyBytes(from: rest.prefix(byteCount))
      rest.removeFirst(byteCount)
      buffers.append((buffer, byteCount))
    } while !rest.isEmpty && accepted.contains(.mergeableBuffers)
    if headerByteCount == 12 {
      memory.store(claimedBuffers ?? UInt16(buffers.count), at: buffers[0].buffer.address + 10)
    }
    for (buffer, byteCount) in buffers { receiveQueue.giveBack(buffer, byteCount: byteCount) }
    return rest.isEmpty
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

  /// The frame of a transmit buffer, finished as the header before it asks.
  func frame(in buffer: FakeQueue.Buffer) -> [UInt8] {
    #expect(!buffer.deviceWrites)
    let bytes = Array(
      memory.bytes(at: buffer.address, count: buffer.byteCount) ?? .init(start: nil, count: 0))
    let header = bytes.prefix(headerByteCount)
    var frame = Array(bytes.dropFirst(headerByteCount))
    if header.first == 1 {
      #expect(accepted.contains(.checksum), "a checksum is asked for that was not agreed upon")
      let start = Int(header[6]) | Int(header[7]) << 8
      completeChecksum(of: &frame, start: start, offset: Int(header[8]) | Int(header[9]) << 8)
      #expect(header[10...].allSatisfy { $0 == 0 })
      note(header)
    } else {
      #expect(header.allSatisfy { $0 == 0 }, "the header must ask for nothing")
    }
    return frame
  }

  /// Notes how a frame is to be cut, if it is.
  ///
  /// Source: Virtio 1.2, section 5.1.6.2.
  private func note(_ header: ArraySlice<UInt8>) {
    guard header[1] != 0 else {
      #expect(header[2..<6].allSatisfy { $0 == 0 })
      return
    }
    #expect(header[1] == 1, "only segments over IPv4 are known")
    #expect(accepted.contains(.segmentation), "cutting is asked for that was not agreed upon")
    cuts.append(
      Cut(
        headerByteCount: Int(header[2]) | Int(header[3]) << 8,
        segmentByteCount: Int(header[4]) | Int(header[5]) << 8))
  }

  /// Source: Virtio 1.2, section 5.1.6.2.1.
  private func completeChecksum(of frame: inout [UInt8], start: Int, offset: Int) {
    guard start + offset + 2 <= frame.count else {
      Issue.record("a checksum outside its frame")
      return
    }
    var sum: UInt32 = 0
    for (index, byte) in frame[start...].enumerated() {
      sum += UInt32(byte) << (index % 2 == 0 ? 8 : 0)
    }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    let value = ~UInt16(sum)
    frame[start + offset] = UInt8(value >> 8)
    frame[start + offset + 1] = UInt8(value & 0xff)
  }
}
