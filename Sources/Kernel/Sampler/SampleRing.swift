internal import Synchronization
public import Telemetry

/// The ring of samples in memory, and the block that says where it is.
///
/// It never fills up: a new sample goes over the oldest. One that begins near the end goes on in
/// the slack behind it, so that each lies in one piece.
@safe
public struct SampleRing {
  /// What the host finds.
  public let block: UnsafeMutablePointer<SamplerBlock>

  /// Takes the place of the block.
  public init(unsafeBlock block: UnsafeMutablePointer<SamplerBlock>) {
    unsafe self.block = unsafe block
  }

  /// Gives the ring its memory, and makes it an empty one.
  ///
  /// - Parameters:
  ///   - address: Where it begins.
  ///   - capacity: Its bytes, a power of two.
  ///   - slack: Bytes behind it.
  public func start(unsafeAddress address: UInt64, capacity: Int, slack: Int) {
    // Safe, all uses of the block: who made the ring vouches for it.
    unsafe block.pointee.ringAddress = address
    unsafe block.pointee.capacity = UInt64(capacity)
    unsafe block.pointee.slack = UInt64(slack)
  }

  /// Whether no sample is in the making.
  @inline(__always)
  public var isFree: Bool { unsafe block.pointee.reserved == block.pointee.end }

  /// Begins a sample; for handlers that nothing interrupts that writes samples.
  ///
  /// - Precondition: None is in the making.
  /// - Parameter limit: Bytes that it takes at most.
  /// - Returns: Where to write it.
  @inline(__always)
  public func begin(limit: Int) -> UnsafeMutableRawPointer { unsafe reserve(limit) }

  /// Begins a sample; for code that a handler may interrupt that writes samples, too.
  ///
  /// The sample takes no more than the slack has bytes. `add` ends it, and then `release`.
  ///
  /// - Returns: As `begin`; nil if one is in the making, and for a handler that interrupted this.
  @inline(__always)
  public func beginInterruptibly() -> UnsafeMutableRawPointer? {
    guard isFree else { return nil }
    // One that came before has ended.
    keep()
    return unsafe next
  }

  /// Lets handlers find a sample in the making from here on.
  @inline(__always)
  func keep() {
    unsafe block.pointee.reserved = .max
    atomicMemoryFence(ordering: .acquiringAndReleasing)
  }

  /// Lets handlers find none in the making any more.
  @inline(__always)
  func release() {
    atomicMemoryFence(ordering: .releasing)
    unsafe block.pointee.reserved = block.pointee.end
  }

  /// Makes more room for the sample in the making.
  ///
  /// - Parameter limit: Bytes that it takes at most.
  @inline(__always)
  public func extend(limit: Int) {
    // Whoever has kept the ring may take all of the slack anyway.
    guard unsafe block.pointee.reserved != .max else { return }
    unsafe block.pointee.reserved =
      block.pointee.end &+ UInt64(truncatingIfNeeded: limit)
    atomicMemoryFence(ordering: .releasing)
  }

  /// Ends a sample.
  ///
  /// - Parameter byteCount: Bytes that it has, a multiple of 8.
  @inline(__always)
  public func commit(byteCount: Int) {
    let end = add(byteCount: byteCount)
    atomicMemoryFence(ordering: .releasing)
    unsafe block.pointee.reserved = end
  }

  /// Ends a sample, and leaves the ring as if another were in the making.
  ///
  /// - Parameter byteCount: Bytes that it has, a multiple of 8.
  /// - Returns: The position behind it.
  @inline(__always) @discardableResult
  func add(byteCount: Int) -> UInt64 {
    // The processor keeps the order of stores; the fences bind the compiler to it, for the sake of
    // a host that looks in between.
    atomicMemoryFence(ordering: .releasing)
    let end = unsafe block.pointee.end &+ UInt64(truncatingIfNeeded: byteCount)
    unsafe block.pointee.recorded &+= 1
    unsafe block.pointee.lastByteCount = UInt32(truncatingIfNeeded: byteCount)
    unsafe block.pointee.end = end
    return end
  }

  /// Visits the samples that nothing has overwritten, the oldest first; while nobody writes any.
  public func forEach(_ body: (borrowing SampleRecord) -> Void) {
    let end = unsafe block.pointee.end
    let capacity = unsafe block.pointee.capacity
    let oldest = end > capacity ? end - capacity : 0
    var position = end
    var byteCount = unsafe Int(block.pointee.lastByteCount)
    // From each sample to the one before, as far as there are any.
    while byteCount > 0, position >= oldest + UInt64(byteCount) {
      position -= UInt64(byteCount)
      let bytes = bytes(at: position)
      guard let record = try? SampleRecord(bytes) else { return }
      if record.number == 0 { break }
      byteCount =
        record.previousByteCount
        ?? largeByteCount(before: position, number: record.number &- 1, notBefore: oldest)
    }
    while position < end {
      let bytes = bytes(at: position)
      guard let record = try? SampleRecord(bytes) else { return }
      body(record)
      position += UInt64(record.byteCount)
    }
  }

  /// Searches for a sample that is too large for the one behind it to tell its bytes.
  ///
  /// - Returns: Its bytes; 0 if there is none.
  @inline(never)
  private func largeByteCount(
    before position: UInt64, number: UInt32, notBefore oldest: UInt64
  ) -> Int {
    var byteCount = SampleLayout.largeByteCount
    while byteCount <= SampleLayout.maximumByteCount, position >= oldest &+ UInt64(byteCount) {
      let bytes = bytes(at: position &- UInt64(byteCount))
      if let record = try? SampleRecord(bytes), record.byteCount == byteCount,
        record.number == number
      {
        return byteCount
      }
      byteCount &+= 8
    }
    return 0
  }

  /// The sample at a position, and what follows it.
  @_lifetime(immortal)
  private func bytes(at position: UInt64) -> RawSpan {
    let offset = unsafe position & (block.pointee.capacity &- 1)
    // Safe: the ring and its slack lie there for as long as the guest runs.
    return unsafe _overrideLifetime(
      RawSpan(
        _unsafeStart: UnsafeRawPointer(bitPattern: UInt(block.pointee.ringAddress &+ offset))
          .unsafelyUnwrapped,
        byteCount: Int(block.pointee.capacity &+ block.pointee.slack &- offset)), copying: ())
  }

  @inline(__always)
  private func reserve(_ limit: Int) -> UnsafeMutableRawPointer {
    unsafe block.pointee.reserved = block.pointee.end &+ UInt64(truncatingIfNeeded: limit)
    atomicMemoryFence(ordering: .releasing)
    return unsafe next
  }

  /// Where the next sample begins.
  @inline(__always)
  var next: UnsafeMutableRawPointer {
    let offset = unsafe block.pointee.end & (block.pointee.capacity &- 1)
    // Safe: the ring and its slack lie there for as long as the guest runs.
    return unsafe UnsafeMutableRawPointer(
      bitPattern: UInt(truncatingIfNeeded: block.pointee.ringAddress &+ offset)
    ).unsafelyUnwrapped
  }
}
