public import Hardware

/// A virtio disk.
///
/// A request is a chain of three descriptors: what is asked for, the memory to transfer, and where
/// the disk says how it went. The first and the last lie in memory of the driver; the one between
/// is the caller's, and belongs to the disk until the request comes back, whatever happens to
/// whoever asked.
///
/// The chain lies in the queue itself. Where the queue is too small for that it lies in a table
/// that one descriptor of the queue leads to, if the disk knows such; a table that is not needed
/// would only be one more place for the device to look at.
///
/// Source: Virtio 1.2, sections 2.7.5.3 and 5.2.
public struct VirtioBlock<Transport: VirtioTransport & ~Copyable>: ~Copyable {
  /// What the disk says about itself.
  public let settings: BlockSettings
  /// How many requests can be in flight.
  public let requestCount: Int

  private var transport: Transport
  private var queue: Virtqueue
  private let ordering: VirtioOrdering
  /// Where the disk says how each request went, a byte for each.
  private let statuses: DMARegion
  /// The tables that requests lead to, one after the other; nil if the chains lie in the queue.
  private let tables: DMARegion?

  /// Name of a request that is in flight, below `requestCount`.
  public typealias Request = Int

  /// A request that has ended.
  public struct Completion: Equatable, Sendable {
    /// Its name, which is free again.
    public let request: Request
    /// Why it failed; nil if it did not.
    public let error: BlockError?
  }

  /// Starts a disk; it interrupts when a request ends.
  ///
  /// - Parameters:
  ///   - transport: The way to the device.
  ///   - requestCount: How many requests are wanted in flight, 1 to 64; less if the queue is small.
  ///   - memory: Where the ring and 17 bytes for each request come from.
  ///   - ordering: What it takes on this machine to order memory accesses.
  /// - Throws: `wrongKind`, `noQueue`, `outOfMemory` and what else keeps a virtio device from
  ///   starting.
  public init<Memory: DMAMemory & ~Copyable>(
    _ transport: consuming Transport, requestCount: Int = 16, memory: inout Memory,
    ordering: VirtioOrdering = .deviceAccess
  ) throws(VirtioError) {
    let kind = transport.deviceKind
    guard kind == .block else { throw .wrongKind(kind.rawValue) }
    let parts = try transport.start(
      required: [],
      wanted: [
        .segmentSize, .readOnly, .blockSize, .flush, .eventIndex, .indirectDescriptors,
      ]
    ) { (transport, features) throws(VirtioError) in
      let settings = try transport.consistentConfiguration { BlockSettings($0, features) }
      return try BlockParts(
        on: &transport, settings, requestCount: min(max(requestCount, 1), 64), features, &memory)
    }
    settings = parts.settings
    self.requestCount = parts.queue.bufferCount
    statuses = parts.statuses
    tables = parts.tables
    queue = parts.queue
    self.transport = transport
    self.ordering = ordering
    _ = queue.allowInterrupts(on: self.transport, ordering)
  }

  deinit {
    // The device must not write into memory whose rings nobody reads any more.
    var transport = transport
    transport.status = []
  }

  /// Hands over where the numbers lie that others may read; the driver must then stay where it is.
  ///
  /// They say how often the disk was notified, and how often it was refused.
  public mutating func withCounters(_ body: (UnsafeMutablePointer<UInt64>) -> Void) {
    // Safe: the caller vouches for the pointer.
    unsafe queue.counters.withNumbers(body)
  }

  /// Whether each request takes one descriptor of the queue, and not three.
  public var usesIndirectDescriptors: Bool { tables != nil }

  /// What the disk did that it could not have meant.
  public var refusals: VirtqueueRefusals { queue.refusals }

  /// Whether the disk's position made no sense: no request will come back any more.
  public var hasFailed: Bool { queue.isBroken }

  /// Asks for something; the disk learns of it at the next `publish`.
  ///
  /// - Parameters:
  ///   - operation: What is asked for.
  ///   - sector: The first sector, for reads and writes.
  ///   - memory: What is transferred, contiguous; 20 bytes to identify, nothing to flush. It must
  ///     stay until the request comes back.
  /// - Returns: The name of the request.
  /// - Throws: `outOfRange`, `readOnly`, `unaligned`, `tooLarge`, `busy` or `gone`.
  @unsafe
  public mutating func start(
    _ operation: BlockOperation, sector: UInt64 = 0, memory: DMARegion?
  ) throws(BlockError) -> Request {
    guard !hasFailed else { throw .gone }
    try settings.check(operation, sector: sector, byteCount: memory?.byteCount ?? 0)
    guard let buffer = queue.takeFree() else { throw .busy }
    // Safe: the buffer is not the device's now and has the size of the header.
    let header = unsafe queue.bytes(of: buffer, from: 0, byteCount: Header.byteCount)
    unsafe header.storeBytes(of: operation.rawValue, toByteOffset: 0, as: UInt32.self)
    unsafe header.storeBytes(of: 0, toByteOffset: 4, as: UInt32.self)
    unsafe header.storeBytes(of: sector, toByteOffset: 8, as: UInt64.self)
    // A status that no disk gives, so that one that gives none is noticed.
    unsafe statuses.base.storeBytes(of: Status.none, toByteOffset: Int(buffer), as: UInt8.self)
    describe(buffer, operation, memory)
    queue.offer(buffer)
    return Int(buffer)
  }

  /// Writes the chain of a request.
  private func describe(_ buffer: UInt16, _ operation: BlockOperation, _ memory: DMARegion?) {
    guard tables == nil else { return describeApart(buffer, operation, memory) }
    let data = UInt16(requestCount) + 2 * buffer
    let status = data + 1
    queue.chain(buffer, to: memory == nil ? status : data)
    if let memory {
      queue.describe(
        data, address: memory.physical, byteCount: memory.byteCount,
        deviceWrites: operation.deviceWrites, next: status)
    }
    queue.describe(
      status, address: statuses.physical + UInt64(buffer), byteCount: 1, deviceWrites: true)
  }

  /// Writes the chain of a request into the table that its descriptor leads to.
  private func describeApart(
    _ buffer: UInt16, _ operation: BlockOperation, _ memory: DMARegion?
  ) {
    guard let tables else { return }
    let offset = Int(buffer) * BlockParts.tableByteCount
    // Safe: there is a table for each buffer, and each has three descriptors.
    let table = unsafe VirtqueueDescriptors(
      unsafeBase: tables.slice(at: offset, byteCount: BlockParts.tableByteCount).base)
    unsafe table.describe(
      0, address: queue.address(of: buffer), byteCount: Header.byteCount, deviceWrites: false,
      next: 1)
    if let memory {
      unsafe table.describe(
        1, address: memory.physical, byteCount: memory.byteCount,
        deviceWrites: operation.deviceWrites, next: 2)
    }
    let last = memory == nil ? 1 : 2
    unsafe table.describe(
      last, address: statuses.physical + UInt64(buffer), byteCount: 1, deviceWrites: true)
    queue.lead(buffer, to: tables.physical + UInt64(offset), count: last + 1)
  }

  /// Tells the disk of all requests that were started.
  public mutating func publish() {
    queue.publish(to: &transport, as: 0, ordering)
  }

  /// Takes a request that has ended.
  ///
  /// - Returns: Nil if there is none; then the disk interrupts when the next one ends.
  public mutating func takeCompleted() -> Completion? {
    repeat {
      if let (buffer, _) = queue.takeUsedOutOfLine() {
        // Safe: there is a byte for each buffer. It is read once, so that what is checked is used.
        let status = unsafe statuses.base.load(fromByteOffset: Int(buffer), as: UInt8.self)
        queue.putFree(buffer)
        return Completion(request: Int(buffer), error: Status.error(status))
      }
    } while queue.allowInterrupts(on: transport, ordering)
    return nil
  }

  /// Takes the disk out of use, so that memory of requests in flight is the callers' again.
  ///
  /// - Returns: Whether it let go; if not, the memory must not be used for anything else.
  public mutating func abandon() -> Bool {
    queue.abandon()
    do throws(VirtioError) {
      try transport.reset()
      return true
    } catch {
      return false
    }
  }

  /// What is asked for.
  ///
  /// Source: Virtio 1.2, section 5.2.6 (struct virtio_blk_req).
  private enum Header {
    static var byteCount: Int { BlockParts.headerByteCount }
  }

  /// How a request went.
  ///
  /// Source: Virtio 1.2, section 5.2.6.
  private enum Status {
    static var none: UInt8 { 0xff }

    static func error(_ status: UInt8) -> BlockError? {
      switch status {
      case 0: nil
      case 1: .failed
      case 2: .unsupported
      default: .badAnswer(status)
      }
    }
  }
}
