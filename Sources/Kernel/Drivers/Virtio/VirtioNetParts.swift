internal import Hardware

/// What a network device and its driver agree upon, and the memory that they share.
struct VirtioNetParts: ~Copyable {
  let features: VirtioFeatures
  let settings: VirtioNetSettings
  /// What precedes each frame, in bytes.
  let headerByteCount: Int
  var receiveQueue: Virtqueue
  var transmitQueue: Virtqueue
  /// Where frames are put together that take several buffers; nil if none does.
  let assembly: DMARegion?

  /// Makes the queues and tells the device of them.
  ///
  /// - Parameters:
  ///   - transport: The way to the device, which is being set up.
  ///   - features: The features in force.
  ///   - settings: What the device says about itself.
  ///   - receiveBuffers: Wanted number of receive buffers of the usual size; there are fewer if
  ///     they have to be larger.
  ///   - transmitBuffers: The same for transmit buffers.
  ///   - memory: Where all memory comes from.
  /// - Throws: `noQueue`, `outOfMemory`, `queueInUse` or `noInterrupt`.
  init<Transport: VirtioTransport & ~Copyable, Memory: DMAMemory & ~Copyable>(
    on transport: inout Transport, _ features: VirtioFeatures, _ settings: VirtioNetSettings,
    receiveBuffers: Int, transmitBuffers: Int, memory: inout Memory
  ) throws(VirtioError) {
    let usual = VirtioNetHeader.bufferByteCount
    let large = settings.frameBufferByteCount
    let isMergeable = features.contains(.mergeableBuffers)
    let receiveByteCount = isMergeable ? usual : large
    let receiveQueue = try Virtqueue.activate(
      VirtioNetQueue.receive.rawValue, on: &transport,
      bufferCount: receiveBuffers * usual / receiveByteCount, bufferByteCount: receiveByteCount,
      deviceWrites: true, features: features, memory: &memory)
    let transmitQueue = try Virtqueue.activate(
      VirtioNetQueue.transmit.rawValue, on: &transport,
      bufferCount: transmitBuffers * usual / large, bufferByteCount: large, deviceWrites: false,
      features: features, memory: &memory)
    var assembly: DMARegion?
    if isMergeable {
      assembly = memory.allocate(byteCount: settings.maximumFrameByteCount)
      guard assembly != nil else { throw .outOfMemory }
    }
    self.features = features
    self.settings = settings
    let isShort = transport.isLegacy && !isMergeable
    headerByteCount = isShort ? VirtioNetHeader.shortByteCount : VirtioNetHeader.byteCount
    self.receiveQueue = receiveQueue
    self.transmitQueue = transmitQueue
    self.assembly = assembly
  }
}
