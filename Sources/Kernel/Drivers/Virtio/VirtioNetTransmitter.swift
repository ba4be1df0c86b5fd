public import Hardware

/// The half of a network device that sends.
///
/// It is apart from the half that receives so that a frame can be answered while it is read.
///
/// Source: Virtio 1.2, section 5.1.6.2.
public struct VirtioNetTransmitter<Transport: VirtioTransport & ~Copyable>: ~Copyable {
  var transport: Transport
  var queue: Virtqueue
  let ordering: VirtioOrdering
  /// Whether the device completes checksums.
  public let completesChecksums: Bool
  /// What precedes each frame, in bytes.
  let headerByteCount: Int
  /// Whether the device cuts long segments, if there are buffers for them.
  let cutsSegments: Bool
  /// Buffers for long segments; none until they are asked for.
  var segmentBuffers = VirtioSegmentBuffers()

  /// Takes a device that is started, and its transmit queue; no interrupts are wanted of it.
  init(
    _ transport: consuming Transport, _ queue: consuming Virtqueue, _ ordering: VirtioOrdering,
    _ features: VirtioFeatures, _ headerByteCount: Int
  ) {
    self.ordering = ordering
    self.headerByteCount = headerByteCount
    completesChecksums = features.contains(.checksum)
    cutsSegments = features.contains(.segmentation)
    self.transport = transport
    self.queue = queue
    self.queue.suppressInterrupts()
  }

  deinit {
    // The device must not write into memory whose rings nobody reads any more.
    var transport = transport
    transport.status = []
  }

  /// Queues a frame that a closure writes in place.
  ///
  /// The device may learn of it only at the next flush.
  ///
  /// - Parameters:
  ///   - byteCount: Size of the frame in bytes, link header included.
  ///   - offload: What the device shall finish in it; nil for nothing.
  ///   - fill: Writes every byte; what is in the buffer before is an older frame.
  /// - Returns: False, without calling the closure, if no buffer is free or the frame is too large.
  /// - Precondition: The device completes checksums, if it shall complete one.
  public mutating func transmit(
    byteCount: Int, offload: FrameOffload? = nil, _ fill: (inout MutableRawSpan) -> Void
  ) -> Bool {
    precondition(offload == nil || completesChecksums, "the device completes no checksums")
    guard byteCount > 0, byteCount <= maximumFrameByteCount else { return false }
    guard let buffer = takeBuffer() else { return false }
    // Safe: the buffer is not the device's until it is offered, and the span ends before.
    let bytes = unsafe queue.bytes(of: buffer, byteCount: headerByteCount + byteCount)
    unsafe VirtioNetHeader.emit(offload, into: bytes)
    var frame = unsafe MutableRawSpan(
      _unsafeStart: bytes.baseAddress.unsafelyUnwrapped + headerByteCount, byteCount: byteCount)
    fill(&frame)
    queue.offer(buffer, byteCount: headerByteCount + byteCount)
    return true
  }

  /// The largest frame in bytes that fits into a buffer, link header included.
  public var maximumFrameByteCount: Int { queue.bufferByteCount - headerByteCount }

  /// Tells the device of everything that is queued, at once.
  public mutating func flush() {
    queue.publish(to: &transport, as: VirtioNetQueue.transmit.rawValue, ordering)
  }

  /// Asks the device for an interrupt when a buffer becomes free, after a refused transmit.
  ///
  /// The wish ends with the interrupt, or with the next transmit that finds a buffer.
  ///
  /// - Returns: True if a buffer is free already; no interrupt may come for it.
  public mutating func enableInterrupt() -> Bool {
    queue.allowInterrupts(on: transport, ordering)
  }

  /// A free buffer, if need be one that the device has sent meanwhile.
  mutating func takeBuffer() -> UInt16? {
    if let buffer = queue.takeFree() { return buffer }
    reclaim()
    return queue.takeFree()
  }

  /// Takes back what the device has sent.
  @inline(never)
  mutating func reclaim() {
    // The device can only return what it knows of.
    flush()
    while let (buffer, _) = queue.takeUsed() {
      if segmentBuffers.lentCount > 0, segmentBuffers.putBack(from: buffer) {
        queue.restore(buffer)
      }
      queue.putFree(buffer)
    }
    queue.suppressInterrupts()
  }
}
