public import Hardware

/// A virtio network device with one receive and one transmit queue.
///
/// All buffers are made at the start. Frames are read and written in place. Nothing blocks, and
/// nothing needs an interrupt but the wish to sleep until a frame arrives:
///
///     while true {
///       net.disableReceiveInterrupts()
///       while net.receive({ frame in … }) != nil {}       // answers are transmitted meanwhile
///       net.flush()
///       if net.enableReceiveInterrupts() { continue }     // a frame came in meanwhile
///       // With interrupts off in the processor: sleep unless the handler ran since.
///     }
///
/// Source: Virtio 1.2, section 5.1.
public struct VirtioNet<Transport: VirtioTransport & ~Copyable>: FrameDevice, ~Copyable {
  public let address: [6 of UInt8]
  public let mtu: Int
  /// The features in force.
  public let features: VirtioFeatures

  private var transport: Transport
  private var receiveQueue: Virtqueue
  private var transmitQueue: Virtqueue
  /// How many read buffers are collected before the device gets them back.
  private let refillCount: Int

  /// Starts a device.
  ///
  /// Interrupts of received frames are on from the start; those of sent frames are off.
  ///
  /// - Parameters:
  ///   - transport: The way to the device.
  ///   - receiveBuffers: Wanted number of receive buffers of 2 KiB, 1 to 256; at most as many are
  ///     made as fit into the device's queue.
  ///   - transmitBuffers: The same for transmit buffers.
  ///   - memory: Where rings and buffers come from, one region for each queue: 2 KiB for each
  ///     buffer and 26 bytes for each descriptor.
  /// - Throws: `wrongKind`, `noQueue`, `outOfMemory` and what else keeps a virtio device from
  ///   starting.
  public init<Memory: DMAMemory & ~Copyable>(
    _ transport: consuming Transport, receiveBuffers: Int, transmitBuffers: Int,
    memory: inout Memory
  ) throws(VirtioError) {
    let kind = transport.deviceKind
    guard kind == .network else { throw .wrongKind(kind.rawValue) }
    let parts = try transport.start(
      required: .address, wanted: [.mtu, .linkStatus, .eventIndex]
    ) { (transport, features) throws(VirtioError) in
      let settings = try transport.consistentConfiguration { VirtioNetSettings($0, features) }
      return VirtioNetParts(
        features: features, settings: settings,
        receiveQueue: try Virtqueue.activate(
          .receive, on: &transport, bufferCount: receiveBuffers, features: features,
          memory: &memory),
        transmitQueue: try Virtqueue.activate(
          .transmit, on: &transport, bufferCount: transmitBuffers, features: features,
          memory: &memory))
    }
    self.init(started: transport, parts)
  }

  /// Takes a device that has just been started and gives it its buffers.
  private init(started transport: consuming Transport, _ parts: consuming VirtioNetParts) {
    features = parts.features
    address = parts.settings.address
    mtu = parts.settings.mtu
    refillCount = max(1, parts.receiveQueue.bufferCount / 4)
    self.transport = transport
    receiveQueue = parts.receiveQueue
    transmitQueue = parts.transmitQueue
    transmitQueue.suppressInterrupts()
    while let buffer = receiveQueue.takeFree() { receiveQueue.offer(buffer) }
    publish(.receive)
  }

  deinit {
    // The device must not write into memory whose rings nobody reads any more.
    var transport = transport
    transport.status = []
  }

  // MARK: Frames

  public mutating func receive<Result>(_ body: (RawSpan) -> Result) -> Result? {
    while let (buffer, byteCount) = receiveQueue.takeUsed() {
      guard byteCount >= VirtioNetHeader.byteCount else {
        receiveQueue.refuseByteCount(of: buffer)
        continue
      }
      // Safe: the buffer is not the device's now, and the span ends before it becomes so again.
      let bytes = unsafe receiveQueue.bytes(
        of: buffer, from: VirtioNetHeader.byteCount,
        byteCount: byteCount - VirtioNetHeader.byteCount)
      let result = unsafe body(bytes.bytes)
      receiveQueue.offer(buffer)
      if receiveQueue.unpublishedCount >= refillCount { publish(.receive) }
      return result
    }
    return nil
  }

  public mutating func transmit(
    byteCount: Int, _ fill: (inout MutableRawSpan) -> Void
  ) -> Bool {
    guard byteCount > 0, byteCount <= Self.maximumFrameByteCount else { return false }
    guard let buffer = takeTransmitBuffer() else { return false }
    // Safe: the buffer is not the device's until it is offered, and the span ends before.
    let bytes = unsafe transmitQueue.bytes(
      of: buffer, from: VirtioNetHeader.byteCount, byteCount: byteCount)
    var frame = unsafe bytes.mutableBytes
    fill(&frame)
    // The header before the frame stays as it was made: zero, which asks for nothing.
    transmitQueue.offer(buffer, byteCount: VirtioNetHeader.byteCount + byteCount)
    return true
  }

  public mutating func flush() {
    publish(.transmit)
  }

  // MARK: Interrupts

  /// Asks the device for no interrupts of received frames; one may still be under way.
  public mutating func disableReceiveInterrupts() {
    receiveQueue.suppressInterrupts()
  }

  /// Asks the device for an interrupt when it receives the next frame.
  ///
  /// - Returns: True if a frame waits already; it may come without an interrupt, so receive it
  ///   before going to sleep.
  public mutating func enableReceiveInterrupts() -> Bool {
    // The device may be waiting for the buffers that were read.
    publish(.receive)
    return receiveQueue.allowInterrupts()
  }

  /// Asks the device for an interrupt when a transmit buffer becomes free, after a refused
  /// transmit.
  ///
  /// The wish ends with the interrupt, or with the next transmit that finds a buffer.
  ///
  /// - Returns: True if a buffer is free already; no interrupt may come for it.
  public mutating func enableTransmitInterrupt() -> Bool {
    transmitQueue.allowInterrupts()
  }

  /// Learns why the device interrupted and lets it interrupt again.
  ///
  /// For the run loop; an interrupt handler uses the transport's own function.
  public mutating func acknowledgeInterrupt() -> VirtioInterruptCauses {
    transport.acknowledgeInterrupt()
  }

  // MARK: State

  /// Whether the link is up, as far as the device says; true if it does not say.
  public var isLinkUp: Bool {
    !features.contains(.linkStatus) || VirtioNetSettings.isLinkUp(transport)
  }

  /// Whether the device, or the trust in it, is lost until it is started anew.
  public var hasFailed: Bool {
    receiveQueue.isBroken || transmitQueue.isBroken || transport.status.contains(.needsReset)
  }

  /// What the device said and could not have meant.
  public var refusals: VirtqueueRefusals { receiveQueue.refusals + transmitQueue.refusals }

  /// How many receive buffers there are.
  public var receiveBufferCount: Int { receiveQueue.bufferCount }

  /// How many transmit buffers there are.
  public var transmitBufferCount: Int { transmitQueue.bufferCount }

  /// The largest frame in bytes that fits into a buffer, link header included.
  public static var maximumFrameByteCount: Int {
    VirtioNetHeader.bufferByteCount - VirtioNetHeader.byteCount
  }

  // MARK: Queues

  /// A free transmit buffer, if need be one that the device has sent meanwhile.
  private mutating func takeTransmitBuffer() -> UInt16? {
    if let buffer = transmitQueue.takeFree() { return buffer }
    // The device can only return what it knows of.
    publish(.transmit)
    while let (buffer, _) = transmitQueue.takeUsed() { transmitQueue.putFree(buffer) }
    transmitQueue.suppressInterrupts()
    return transmitQueue.takeFree()
  }

  /// Shows the device what was offered in a queue and wakes it if it wants that.
  private mutating func publish(_ queue: VirtioNetQueue) {
    let wanted =
      switch queue {
      case .receive: receiveQueue.publish()
      case .transmit: transmitQueue.publish()
      }
    if wanted { transport.notify(queue: queue.rawValue) }
  }
}

/// What the start of a network device yields.
private struct VirtioNetParts: ~Copyable {
  let features: VirtioFeatures
  let settings: VirtioNetSettings
  var receiveQueue: Virtqueue
  var transmitQueue: Virtqueue
}
