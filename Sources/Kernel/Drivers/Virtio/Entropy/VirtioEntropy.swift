public import Hardware

/// A virtio device that gives random bytes.
///
/// It has one buffer, which is either with the device or here.
///
/// Source: Virtio 1.2, section 5.4.
public struct VirtioEntropy<Transport: VirtioTransport & ~Copyable>: ~Copyable {
  private var transport: Transport
  private var queue: Virtqueue
  private let ordering: VirtioOrdering

  /// The most bytes that one request yields.
  public static var byteCount: Int { 64 }

  /// Starts a device; it interrupts when it has bytes.
  ///
  /// - Parameters:
  ///   - transport: The way to the device.
  ///   - memory: Where ring and buffer come from, less than a page.
  ///   - ordering: What it takes on this machine to order memory accesses.
  /// - Throws: `wrongKind`, `noQueue`, `outOfMemory` and what else keeps a virtio device from
  ///   starting.
  public init<Memory: DMAMemory & ~Copyable>(
    _ transport: consuming Transport, memory: inout Memory,
    ordering: VirtioOrdering = .deviceAccess
  ) throws(VirtioError) {
    let kind = transport.deviceKind
    guard kind == .entropy else { throw .wrongKind(kind.rawValue) }
    queue = try transport.start(required: [], wanted: .eventIndex) {
      (transport, features) throws(VirtioError) in
      try Virtqueue.activate(
        0, on: &transport, bufferCount: 1, bufferByteCount: Self.byteCount, deviceWrites: true,
        features: features, memory: &memory)
    }
    self.transport = transport
    self.ordering = ordering
  }

  deinit {
    // The device must not write into memory whose rings nobody reads any more.
    var transport = transport
    transport.status = []
  }

  /// What the device said that it could not have meant.
  public var refusals: VirtqueueRefusals { queue.refusals }

  /// Asks for bytes, unless that was done and they have not come yet.
  public mutating func request() {
    if let buffer = queue.takeFree() { queue.offer(buffer) }
    _ = queue.allowInterrupts(on: transport, ordering)
    queue.publish(to: &transport, as: 0, ordering)
  }

  /// Hands the bytes of the last request to a closure, and erases them.
  ///
  /// - Parameter body: Reads the bytes, 1 to `byteCount`; the span ends with the call.
  /// - Returns: What the closure returned; nil if none have come.
  public mutating func receive<Result>(_ body: (RawSpan) -> Result) -> Result? {
    guard let (buffer, byteCount) = queue.takeUsedOutOfLine() else { return nil }
    defer { queue.putFree(buffer) }
    guard byteCount > 0 else { return nil }
    // Safe: the buffer is not the device's now, and the span ends before it becomes so again.
    let bytes = unsafe queue.bytes(of: buffer, from: 0, byteCount: byteCount)
    let result = unsafe body(bytes.bytes)
    unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
    return result
  }
}
