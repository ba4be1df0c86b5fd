internal import Hardware

extension Virtqueue {
  /// Makes a queue with buffers of one size and tells the device of it.
  ///
  /// - Parameters:
  ///   - queue: Number of the queue.
  ///   - transport: The way to the device, which is being set up.
  ///   - bufferCount: Wanted number of buffers, 1 to 256; less if the device's queue is smaller.
  ///   - bufferByteCount: Size of each in bytes.
  ///   - deviceWrites: Whether the device writes into the buffers, or reads them.
  ///   - features: The features in force.
  ///   - memory: Where ring and buffers come from.
  /// - Returns: The queue; all buffers are free.
  /// - Throws: `noQueue`, `outOfMemory`, `queueInUse` or `noInterrupt`.
  @inline(never)
  static func activate<Transport: VirtioTransport & ~Copyable, Memory: DMAMemory & ~Copyable>(
    _ queue: UInt16, on transport: inout Transport, bufferCount: Int, bufferByteCount: Int,
    deviceWrites: Bool, features: VirtioFeatures, memory: inout Memory
  ) throws(VirtioError) -> Virtqueue {
    let size = try Self.size(ofQueue: queue, on: &transport, least: bufferCount)
    let count = max(1, min(bufferCount, size, maximumSize))
    let isLegacy = transport.isLegacy
    let bufferBytes = count * bufferByteCount
    // A legacy device wants the ring to start a page.
    let alignment = isLegacy ? 4096 : 16
    let ringStart = (bufferBytes + alignment - 1) & ~(alignment - 1)
    let ringBytes = VirtqueueMemory.byteCount(size: size, isLegacy: isLegacy)
    guard let region = memory.allocate(byteCount: ringStart + ringBytes) else {
      throw .outOfMemory
    }
    let ring = VirtqueueMemory(
      region.slice(at: ringStart, byteCount: ringBytes), size: size, isLegacy: isLegacy)
    try transport.activate(queue: queue, at: ring.location)
    return Virtqueue(
      memory: ring, buffers: region.slice(at: 0, byteCount: bufferBytes), bufferCount: count,
      bufferByteCount: bufferByteCount, deviceWrites: deviceWrites,
      usesEventIndex: features.contains(.eventIndex))
  }

  /// The smallest power of two that is not below a number, but within what the device offers; or
  /// what the device offers, if it fixes the sizes of its queues.
  ///
  /// - Throws: `noQueue` if there is no such queue, or if its size is impossible.
  static func size<Transport: VirtioTransport & ~Copyable>(
    ofQueue queue: UInt16, on transport: inout Transport, least: Int
  ) throws(VirtioError) -> Int {
    let offered = transport.maximumSize(ofQueue: queue)
    guard offered > 0, offered <= 0x8000 else { throw .noQueue(queue) }
    if transport.fixesQueueSizes {
      guard offered & (offered - 1) == 0 else { throw .noQueue(queue) }
      return offered
    }
    var size = 1
    while size < min(least, maximumSize), size * 2 <= offered { size *= 2 }
    return size
  }
}
