internal import Hardware

/// What the start of a disk yields.
struct BlockParts: ~Copyable {
  /// Size of what is asked for, in bytes.
  static var headerByteCount: Int { 16 }
  /// Size of a table for the chain of a request, in bytes.
  static var tableByteCount: Int { 3 * VirtqueueDescriptors.byteCount }

  let settings: BlockSettings
  let statuses: DMARegion
  /// Tables for the chains of all requests; nil if they lie in the queue.
  let tables: DMARegion?
  var queue: Virtqueue

  /// Makes the queue: the first descriptors lead the chains, two for each are behind them, unless
  /// the chains lie apart.
  init<Transport: VirtioTransport & ~Copyable, Memory: DMAMemory & ~Copyable>(
    on transport: inout Transport, _ settings: BlockSettings, requestCount: Int,
    _ features: VirtioFeatures, _ memory: inout Memory
  ) throws(VirtioError) {
    let size = try Virtqueue.size(ofQueue: 0, on: &transport, least: 3 * requestCount)
    let isApart = features.contains(.indirectDescriptors) && size < 3 * requestCount
    let count = min(requestCount, isApart ? size : size / 3)
    guard count > 0 else { throw .noQueue(0) }
    // The ring comes first: a legacy device wants it to start a page.
    let isLegacy = transport.isLegacy
    let ringBytes = (VirtqueueMemory.byteCount(size: size, isLegacy: isLegacy) + 15) & ~15
    let headerBytes = count * Self.headerByteCount
    let tableBytes = isApart ? count * Self.tableByteCount : 0
    let statusStart = ringBytes + headerBytes + tableBytes
    guard let region = memory.allocate(byteCount: statusStart + count) else {
      throw .outOfMemory
    }
    let ring = VirtqueueMemory(
      region.slice(at: 0, byteCount: ringBytes), size: size, isLegacy: isLegacy)
    try transport.activate(queue: 0, at: ring.location)
    self.settings = settings
    statuses = region.slice(at: statusStart, byteCount: count)
    tables = isApart ? region.slice(at: ringBytes + headerBytes, byteCount: tableBytes) : nil
    queue = Virtqueue(
      memory: ring, buffers: region.slice(at: ringBytes, byteCount: headerBytes),
      bufferCount: count, bufferByteCount: Self.headerByteCount, deviceWrites: false,
      usesEventIndex: features.contains(.eventIndex))
  }
}
