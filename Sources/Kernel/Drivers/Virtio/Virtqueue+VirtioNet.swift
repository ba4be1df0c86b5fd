internal import Hardware

extension Virtqueue {
  /// Makes a queue of a network device and tells the device of it.
  ///
  /// The queue has as many descriptors as buffers, rounded up to a power of two.
  ///
  /// - Parameters:
  ///   - queue: Which one.
  ///   - transport: The way to the device, which is being set up.
  ///   - bufferCount: Wanted number of buffers.
  ///   - features: The features in force.
  ///   - memory: Where ring and buffers come from.
  /// - Returns: The queue; all buffers are free.
  /// - Throws: `noQueue`, `outOfMemory`, `queueInUse` or `noInterrupt`.
  static func activate<Transport: VirtioTransport & ~Copyable, Memory: DMAMemory & ~Copyable>(
    _ queue: VirtioNetQueue, on transport: inout Transport, bufferCount: Int,
    features: VirtioFeatures, memory: inout Memory
  ) throws(VirtioError) -> Virtqueue {
    let offered = min(transport.maximumSize(ofQueue: queue.rawValue), maximumSize)
    guard offered > 0 else { throw .noQueue(queue.rawValue) }
    // The largest power of two within the offer, then the smallest that holds the buffers.
    var size = 1
    while size * 2 <= offered { size *= 2 }
    let count = max(1, min(bufferCount, size))
    while size / 2 >= count { size /= 2 }

    let bufferBytes = count * VirtioNetHeader.bufferByteCount
    let ringBytes = VirtqueueMemory.byteCount(size: size)
    guard let region = memory.allocate(byteCount: bufferBytes + ringBytes) else {
      throw .outOfMemory
    }
    let ring = VirtqueueMemory(region.slice(at: bufferBytes, byteCount: ringBytes), size: size)
    try transport.activate(queue: queue.rawValue, at: ring.location)
    return Virtqueue(
      memory: ring, buffers: region.slice(at: 0, byteCount: bufferBytes), bufferCount: count,
      bufferByteCount: VirtioNetHeader.bufferByteCount, deviceWrites: queue == .receive,
      usesEventIndex: features.contains(.eventIndex))
  }
}
