public import Hardware

/// A virtio balloon: the host asks the guest to lend it pages, and to take them back.
///
/// The driver carries messages; whoever owns the memory decides which pages go. One message is
/// under way in each direction at most.
///
/// Source: Virtio 1.2, section 5.5.
public struct VirtioBalloon<Transport: VirtioTransport & ~Copyable>: ~Copyable {
  private var transport: Transport
  private var lending: Virtqueue
  private var reclaiming: Virtqueue
  private let ordering: VirtioOrdering

  /// Size of a page in bytes, whatever the processor's is.
  public static var pageByteCount: Int { 4096 }
  /// The most pages of one message.
  public static var pageCount: Int { 256 }

  /// Starts a device; it interrupts when it wants another size, and when it has taken a message.
  ///
  /// - Parameters:
  ///   - transport: The way to the device.
  ///   - memory: Where rings and buffers come from, two pages.
  ///   - ordering: What it takes on this machine to order memory accesses.
  /// - Throws: `wrongKind`, `noQueue`, `outOfMemory` and what else keeps a virtio device from
  ///   starting.
  public init<Memory: DMAMemory & ~Copyable>(
    _ transport: consuming Transport, memory: inout Memory,
    ordering: VirtioOrdering = .deviceAccess
  ) throws(VirtioError) {
    let kind = transport.deviceKind
    guard kind == .balloon else { throw .wrongKind(kind.rawValue) }
    let parts = try transport.start(required: [], wanted: [.tellHost, .eventIndex]) {
      (transport, features) throws(VirtioError) in
      BalloonParts(
        lending: try Self.activate(0, on: &transport, features, &memory),
        reclaiming: try Self.activate(1, on: &transport, features, &memory))
    }
    lending = parts.lending
    reclaiming = parts.reclaiming
    self.transport = transport
    self.ordering = ordering
  }

  deinit {
    // The device must not read memory whose rings nobody writes any more.
    var transport = transport
    transport.status = []
  }

  private static func activate<Memory: DMAMemory & ~Copyable>(
    _ queue: UInt16, on transport: inout Transport, _ features: VirtioFeatures,
    _ memory: inout Memory
  ) throws(VirtioError) -> Virtqueue {
    try Virtqueue.activate(
      queue, on: &transport, bufferCount: 1, bufferByteCount: 4 * pageCount, deviceWrites: false,
      features: features, memory: &memory)
  }

  /// How many pages the host wants lent; nil if it changes its mind all the time.
  public var wantedPageCount: Int? {
    do throws(VirtioError) {
      return try transport.consistentConfiguration {
        Int($0.configuration16(at: Field.wanted)) | Int($0.configuration16(at: Field.wanted + 2))
          << 16
      }
    } catch {
      return nil
    }
  }

  /// Tells the host how many pages are lent.
  public mutating func setLentPageCount(_ count: Int) {
    transport.setConfiguration32(UInt32(truncatingIfNeeded: count), at: Field.lent)
  }

  /// What the device said that it could not have meant.
  public var refusals: VirtqueueRefusals { lending.refusals + reclaiming.refusals }

  // MARK: Messages

  /// Whether the last message of each direction was taken, so that another one can be sent.
  public var isReady: Bool {
    mutating get {
      Self.isFree(&lending, transport, ordering) && Self.isFree(&reclaiming, transport, ordering)
    }
  }

  /// Lends pages; nobody may touch them until they are taken back.
  ///
  /// - Parameter pages: Addresses of 1 to `pageCount` pages.
  /// - Precondition: `isReady`.
  public mutating func lend(_ pages: ArraySlice<PhysicalAddress>) {
    Self.send(pages, to: &lending, 0, &transport, ordering)
  }

  /// Takes pages back; they may be touched when `isReady` says so the next time.
  ///
  /// - Parameter pages: Addresses of 1 to `pageCount` pages.
  /// - Precondition: `isReady`.
  public mutating func reclaim(_ pages: ArraySlice<PhysicalAddress>) {
    Self.send(pages, to: &reclaiming, 1, &transport, ordering)
  }

  private static func isFree(
    _ queue: inout Virtqueue, _ transport: borrowing Transport, _ ordering: VirtioOrdering
  ) -> Bool {
    repeat {
      if let (buffer, _) = queue.takeUsedOutOfLine() { queue.putFree(buffer) }
    } while queue.allowInterrupts(on: transport, ordering)
    guard let buffer = queue.takeFree() else { return false }
    queue.putFree(buffer)
    return true
  }

  private static func send(
    _ pages: ArraySlice<PhysicalAddress>, to queue: inout Virtqueue, _ number: UInt16,
    _ transport: inout Transport, _ ordering: VirtioOrdering
  ) {
    precondition(!pages.isEmpty && pages.count <= pageCount, "too many pages for a message")
    guard let buffer = queue.takeFree() else { preconditionFailure("a message is under way") }
    // Safe: the buffer is not the device's until it is offered, and has room for every page.
    let bytes = unsafe queue.bytes(of: buffer, from: 0, byteCount: 4 * pages.count)
    for (index, page) in pages.enumerated() {
      unsafe bytes.storeBytes(
        of: UInt32(truncatingIfNeeded: page.rawValue / UInt64(pageByteCount)),
        toByteOffset: 4 * index, as: UInt32.self)
    }
    queue.offer(buffer, byteCount: 4 * pages.count)
    queue.publish(to: &transport, as: number, ordering)
  }
}

/// What the start of a balloon yields.
private struct BalloonParts: ~Copyable {
  var lending: Virtqueue
  var reclaiming: Virtqueue
}

/// Offsets in bytes.
///
/// Source: Virtio 1.2, section 5.5.4 (struct virtio_balloon_config).
private enum Field {
  static let wanted = 0
  static let lent = 4
}
