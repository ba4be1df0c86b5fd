internal import Hardware

extension Virtqueue {
  /// Makes a queue of a network device and tells the device of it.
  ///
  /// The queue has as many descriptors as buffers, rounded up to a power of two.
  ///
  /// - Parameters:
  ///   - queue: Which one.
  ///   - transport: The way to the device, which is being set up.
  ///   - bufferCount: Wanted number of buffers, 1 or more.
  ///   - bufferByteCount: Size of each in bytes, a multiple of 16.
  ///   - features: The features in force.
  ///   - memory: Where ring and buffers come from.
  /// - Returns: The queue; all buffers are free.
  /// - Throws: `noQueue`, `outOfMemory`, `queueInUse` or `noInterrupt`.
  static func activate<Transport: VirtioTransport & ~Copyable, Memory: DMAMemory & ~Copyable>(
    _ queue: VirtioNetQueue, on transport: inout Transport, bufferCount: Int,
    bufferByteCount: Int, features: VirtioFeatures, memory: inout Memory
  ) throws(VirtioError) -> Virtqueue {
    let isLegacy = transport.isLegacy
    let offered = transport.maximumSize(ofQueue: queue.rawValue)
    guard offered > 0, offered <= 0x8000 else { throw .noQueue(queue.rawValue) }
    // The largest power of two within the offer, then the smallest that holds the buffers.
    var size = 1
    while size * 2 <= offered { size *= 2 }
    let count = max(1, min(bufferCount, size, maximumSize))
    if transport.fixesQueueSizes {
      guard size == offered else { throw .noQueue(queue.rawValue) }
    } else {
      while size / 2 >= count { size /= 2 }
    }

    let bufferBytes = count * bufferByteCount
    // A legacy device wants the ring to start a page.
    let ringStart = isLegacy ? (bufferBytes + 4095) & ~4095 : bufferBytes
    let ringBytes = VirtqueueMemory.byteCount(size: size, isLegacy: isLegacy)
    guard let region = memory.allocate(byteCount: ringStart + ringBytes) else {
      throw .outOfMemory
    }
    let ring = VirtqueueMemory(
      region.slice(at: ringStart, byteCount: ringBytes), size: size, isLegacy: isLegacy)
    try transport.activate(queue: queue.rawValue, at: ring.location)
    return Virtqueue(
      memory: ring, buffers: region.slice(at: 0, byteCount: bufferBytes), bufferCount: count,
      bufferByteCount: bufferByteCount, deviceWrites: queue == .receive,
      usesEventIndex: features.contains(.eventIndex))
  }
}
