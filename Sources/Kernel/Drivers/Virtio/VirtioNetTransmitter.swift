internal import Hardware

/// The half of a network device that sends.
///
/// It is apart from the half that receives so that a frame can be answered while it is read.
///
/// Source: Virtio 1.2, section 5.1.6.2.
public struct VirtioNetTransmitter<Transport: VirtioTransport & ~Copyable>: ~Copyable {
  var transport: Transport
  private(set) var queue: Virtqueue

  /// Takes a device that is started, and its transmit queue; no interrupts are wanted of it.
  init(_ transport: consuming Transport, _ queue: consuming Virtqueue) {
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
  ///   - fill: Writes every byte; what is in the buffer before is an older frame.
  /// - Returns: False, without calling the closure, if no buffer is free or the frame is too large.
  public mutating func transmit(
    byteCount: Int, _ fill: (inout MutableRawSpan) -> Void
  ) -> Bool {
    guard byteCount > 0, byteCount <= VirtioNetHeader.maximumFrameByteCount else { return false }
    guard let buffer = takeBuffer() else { return false }
    // Safe: the buffer is not the device's until it is offered, and the span ends before.
    let bytes = unsafe queue.bytes(
      of: buffer, from: VirtioNetHeader.byteCount, byteCount: byteCount)
    var frame = unsafe bytes.mutableBytes
    fill(&frame)
    // The header before the frame stays as it was made: zero, which asks for nothing.
    queue.offer(buffer, byteCount: VirtioNetHeader.byteCount + byteCount)
    return true
  }

  /// Tells the device of everything that is queued, at once.
  public mutating func flush() {
    if queue.publish() { transport.notify(queue: VirtioNetQueue.transmit.rawValue) }
  }

  /// Asks the device for an interrupt when a buffer becomes free, after a refused transmit.
  ///
  /// The wish ends with the interrupt, or with the next transmit that finds a buffer.
  ///
  /// - Returns: True if a buffer is free already; no interrupt may come for it.
  public mutating func enableInterrupt() -> Bool {
    queue.allowInterrupts()
  }

  /// A free buffer, if need be one that the device has sent meanwhile.
  private mutating func takeBuffer() -> UInt16? {
    if let buffer = queue.takeFree() { return buffer }
    // The device can only return what it knows of.
    flush()
    while let (buffer, _) = queue.takeUsed() { queue.putFree(buffer) }
    queue.suppressInterrupts()
    return queue.takeFree()
  }
}
