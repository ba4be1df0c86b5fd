public import Hardware

/// A virtio network device with one receive and one transmit queue.
///
/// All buffers are made at the start. Frames are read and written in place. Nothing blocks, and
/// nothing needs an interrupt but the wish to sleep until a frame arrives:
///
///     while true {
///       net.disableReceiveInterrupts()
///       while net.receive({ frame, transmitter in … }) != nil {}
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

  /// The half that sends.
  public var transmitter: VirtioNetTransmitter<Transport>
  var receiveQueue: Virtqueue
  /// Where frames are put together that take several buffers.
  var assembly: VirtioNetAssembly
  /// Whether the device may vouch for checksums.
  private let trustsChecksums: Bool
  /// How many read buffers are collected before the device gets them back.
  private let refillCount: Int

  /// Starts a device.
  ///
  /// Interrupts of received frames are on from the start; those of sent frames are off.
  ///
  /// - Parameters:
  ///   - transport: The way to the device.
  ///   - receiveBuffers: Wanted number of receive buffers of 2 KiB, 1 to 256; at most as many are
  ///     made as fit into the device's queue, and fewer if the link's frames need larger ones.
  ///   - transmitBuffers: The same for transmit buffers.
  ///   - memory: Where rings and buffers come from, one region for each queue: 2 KiB for each
  ///     buffer and 26 bytes for each descriptor; and one for the largest frame.
  ///   - ordering: What it takes on this machine to order memory accesses; the default is right on
  ///     all of them.
  /// - Throws: `wrongKind`, `unusableMTU`, `noQueue`, `outOfMemory` and what else keeps a virtio
  ///   device from starting.
  public init<Memory: DMAMemory & ~Copyable>(
    _ transport: consuming Transport, receiveBuffers: Int, transmitBuffers: Int,
    memory: inout Memory, ordering: VirtioOrdering = .deviceAccess
  ) throws(VirtioError) {
    let kind = transport.deviceKind
    guard kind == .network else { throw .wrongKind(kind.rawValue) }
    let parts = try transport.start(required: .address, wanted: Self.wanted) {
      (transport, features) throws(VirtioError) in
      let settings = try transport.consistentConfiguration { VirtioNetSettings($0, features) }
      guard settings.mtu >= VirtioNetSettings.minimumMTU else { throw .unusableMTU(settings.mtu) }
      return try VirtioNetParts(
        on: &transport, features, settings, receiveBuffers: receiveBuffers,
        transmitBuffers: transmitBuffers, memory: &memory)
    }
    self = VirtioNet(started: transport, parts, ordering)
  }

  /// What is made use of if the device offers it.
  private static var wanted: VirtioFeatures {
    [
      .mtu, .linkStatus, .eventIndex, .checksum, .guestChecksum, .mergeableBuffers, .segmentation,
      .mergedSegments,
    ]
  }

  /// Takes a device that has just been started and gives it its buffers.
  private init(
    started transport: consuming Transport, _ parts: consuming VirtioNetParts,
    _ ordering: VirtioOrdering
  ) {
    features = parts.features
    address = parts.settings.address
    mtu = parts.settings.mtu
    assembly = VirtioNetAssembly(parts.assembly)
    trustsChecksums = parts.features.contains(.guestChecksum)
    refillCount = max(1, parts.receiveQueue.bufferCount / 4)
    receiveQueue = parts.receiveQueue
    transmitter = VirtioNetTransmitter(
      transport, parts.transmitQueue, ordering, parts.features, parts.headerByteCount)
    while let buffer = receiveQueue.takeFree() { receiveQueue.offer(buffer) }
    publishBuffers()
  }

  // MARK: Frames

  /// Hands the oldest received frame to a closure and then gives the buffer back to the device.
  ///
  /// - Parameter body: Reads the frame in place, from its link header on, and may answer it; the
  ///   span ends with the call. It is told whether the device vouches for the checksum of what the
  ///   network layer carries, which may not be made yet then.
  /// - Returns: What the closure returned, or nil if no frame waits.
  @_optimize(speed)
  public mutating func receive<Result>(
    _ body: (RawSpan, Bool, inout VirtioNetTransmitter<Transport>) -> Result
  ) -> Result? {
    let headerByteCount = transmitter.headerByteCount
    while let (buffer, byteCount) = receiveQueue.takeUsed() {
      guard byteCount >= headerByteCount else {
        receiveQueue.refuseByteCount(of: buffer)
        continue
      }
      // Safe: the buffer is not the device's now, and the span ends before it becomes so again.
      let bytes = unsafe receiveQueue.bytes(of: buffer, byteCount: byteCount)
      let header = unsafe VirtioNetHeader(bytes, isMergeable: assembly.byteCount > 0)
      let isWhole = header.bufferCount == 1
      let frame: UnsafeRawBufferPointer
      if isWhole {
        unsafe frame = UnsafeRawBufferPointer(
          start: bytes.baseAddress.unsafelyUnwrapped + headerByteCount,
          count: byteCount &- headerByteCount)
      } else {
        guard let gathered = unsafe gather(buffer, bytes, header.bufferCount) else { continue }
        unsafe frame = gathered
      }
      let isKnown = header.isChecksumKnown && trustsChecksums
      let result = unsafe body(frame.bytes, isKnown, &transmitter)
      if isWhole { receiveQueue.offer(buffer) } else { giveBackGathered(from: buffer) }
      if receiveQueue.unpublishedCount >= refillCount { publishBuffers() }
      return result
    }
    return nil
  }

  public mutating func receive<Result>(_ body: (RawSpan) -> Result) -> Result? {
    receive { frame, _, _ in body(frame) }
  }

  public mutating func transmit(
    byteCount: Int, offload: FrameOffload?, _ fill: (inout MutableRawSpan) -> Void
  ) -> Bool {
    transmitter.transmit(byteCount: byteCount, offload: offload, fill)
  }

  public mutating func transmit(
    byteCount: Int, segmentation: FrameSegmentation, _ fill: (inout MutableRawSpan) -> Void
  ) -> Bool {
    transmitter.transmit(byteCount: byteCount, segmentation: segmentation, fill)
  }

  public var completesChecksums: Bool { transmitter.completesChecksums }

  public var maximumSegmentedByteCount: Int { transmitter.maximumSegmentedByteCount }

  public mutating func flush() { transmitter.flush() }

  // MARK: Interrupts

  /// Asks the device for no interrupts of received frames; one may still be under way.
  public mutating func disableReceiveInterrupts() {
    receiveQueue.suppressInterrupts()
  }

  /// Asks the device for an interrupt when it receives the next frame.
  ///
  /// - Returns: True if a frame waits already; it may come without an interrupt, so receive it
  ///   before going to sleep.
  @_optimize(speed)
  public mutating func enableReceiveInterrupts() -> Bool {
    // The device may be waiting for the buffers that were read.
    publishBuffers()
    return receiveQueue.allowInterrupts(on: transmitter.transport, transmitter.ordering)
  }

  /// Learns why the device interrupted and lets it interrupt again.
  ///
  /// For the run loop; an interrupt handler uses the transport's own function.
  public mutating func acknowledgeInterrupt() -> VirtioInterruptCauses {
    transmitter.transport.acknowledgeInterrupt()
  }

  // MARK: State

  /// Whether the link is up, as far as the device says; true if it does not say.
  public var isLinkUp: Bool {
    !features.contains(.linkStatus) || VirtioNetSettings.isLinkUp(transmitter.transport)
  }

  /// Whether the device, or the trust in it, is lost until it is started anew.
  public var hasFailed: Bool {
    receiveQueue.isBroken || transmitter.queue.isBroken
      || transmitter.transport.status.contains(.needsReset)
  }

  /// What the device said and could not have meant.
  public var refusals: VirtqueueRefusals { receiveQueue.refusals + transmitter.queue.refusals }

  /// Hands over where the numbers lie that others may read; the device must then stay where it is.
  ///
  /// For each queue they say how often the device was notified, and how often it was refused.
  public mutating func withCounters(
    receive: (UnsafeMutablePointer<UInt64>) -> Void,
    transmit: (UnsafeMutablePointer<UInt64>) -> Void
  ) {
    // Safe, both: the caller vouches for the pointer.
    unsafe receiveQueue.counters.withNumbers(receive)
    unsafe transmitter.queue.counters.withNumbers(transmit)
  }

  /// How many receive buffers there are.
  public var receiveBufferCount: Int { receiveQueue.bufferCount }

  /// How many transmit buffers there are.
  public var transmitBufferCount: Int { transmitter.queue.bufferCount }

  /// Shows the device the buffers that were given back, and wakes it if it wants that.
  private mutating func publishBuffers() {
    receiveQueue.publish(
      to: &transmitter.transport, as: VirtioNetQueue.receive.rawValue, transmitter.ordering)
  }
}
