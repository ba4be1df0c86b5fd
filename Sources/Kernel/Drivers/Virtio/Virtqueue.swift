internal import Hardware

/// A split virtqueue whose buffers are made once and go back and forth.
///
/// Each buffer is one descriptor for ever, so that descriptors are written only at the start. What
/// decides about memory (which buffers the device has, which positions come next) is kept here, out
/// of the device's reach; what the device writes is checked against it. A device that claims more
/// used buffers than it has makes the queue fail: it is then as if the device said nothing more.
///
/// Source: Virtio 1.2, section 2.7.
struct Virtqueue: ~Copyable {
  /// The most buffers of one queue.
  static var maximumSize: Int { 256 }

  /// How many buffers there are.
  let bufferCount: Int
  /// What happened so far, for who reads it without asking.
  var counters = VirtqueueCounters()
  /// What the device did that it could not have meant.
  var refusals: VirtqueueRefusals { counters.refusals }
  /// Whether the device's position made no sense, after which it is no longer read.
  private(set) var isBroken = false

  let memory: VirtqueueMemory
  let buffers: DMARegion
  /// Size of a buffer in bytes.
  let bufferByteCount: Int
  private let deviceWrites: Bool
  private let usesEventIndex: Bool

  /// For each buffer, the free buffer after it, or where else the buffer is.
  private(set) var next: [256 of UInt16]
  private var firstFree = Place.end
  /// Where the next buffer goes in the available ring.
  private(set) var offered: UInt16 = 0
  /// What the device has been shown of the available ring.
  private var published: UInt16 = 0
  /// Where the next buffer comes from in the used ring.
  private(set) var consumed: UInt16 = 0
  /// What the device has been seen to have written of the used ring.
  private var reported: UInt16 = 0

  /// Makes a queue; all buffers are free and the device interrupts.
  ///
  /// - Precondition: There are 1 to 256 buffers, at most as many as descriptors, and they lie
  ///   inside their memory.
  init(
    memory: VirtqueueMemory, buffers: DMARegion, bufferCount: Int, bufferByteCount: Int,
    deviceWrites: Bool, usesEventIndex: Bool
  ) {
    precondition(
      bufferCount > 0 && bufferCount <= min(memory.size, Self.maximumSize), "no such queue")
    precondition(buffers.byteCount >= bufferCount * bufferByteCount, "buffers outside their memory")
    self.memory = memory
    self.buffers = buffers
    self.bufferCount = bufferCount
    self.bufferByteCount = bufferByteCount
    self.deviceWrites = deviceWrites
    self.usesEventIndex = usesEventIndex
    next = .init(repeating: Place.end)
    for index in (0..<UInt16(bufferCount)).reversed() {
      memory.describe(
        index, address: buffers.physical + UInt64(Int(index) * bufferByteCount),
        byteCount: bufferByteCount, deviceWrites: deviceWrites)
      putFree(index)
    }
  }

  // MARK: Buffers

  /// The bytes of a buffer from an offset on.
  ///
  /// - Precondition: The bytes lie inside the buffer.
  @unsafe
  func bytes(
    of buffer: UInt16, from offset: Int = 0, byteCount: Int
  ) -> UnsafeMutableRawBufferPointer {
    precondition(
      Int(buffer) < bufferCount && byteCount >= 0 && byteCount <= bufferByteCount - offset,
      "bytes outside their buffer")
    // Safe: the initialiser checked that all buffers lie inside memory that is never freed.
    return unsafe UnsafeMutableRawBufferPointer(
      start: buffers.base + (Int(buffer) * bufferByteCount + offset), count: byteCount)
  }

  /// Takes a buffer that is free.
  ///
  /// - Returns: Its number, or nil if the device has all.
  mutating func takeFree() -> UInt16? {
    let buffer = firstFree
    guard buffer != Place.end else { return nil }
    firstFree = next[Int(buffer)]
    next[Int(buffer)] = Place.held
    return buffer
  }

  /// Puts a buffer back among the free ones.
  mutating func putFree(_ buffer: UInt16) {
    next[Int(buffer)] = firstFree
    firstFree = buffer
  }

  /// Makes a buffer's descriptor describe other memory for a while, which the device only reads.
  ///
  /// - Parameters:
  ///   - buffer: Number of the buffer, which the driver holds.
  ///   - address: Where the memory is; it is the device's until the buffer comes back.
  ///   - byteCount: Size in bytes.
  func redirect(_ buffer: UInt16, to address: PhysicalAddress, byteCount: Int) {
    precondition(Int(buffer) < bufferCount && !deviceWrites, "no such descriptor")
    memory.describe(buffer, address: address, byteCount: byteCount, deviceWrites: false)
  }

  /// Makes a buffer's descriptor describe the buffer again.
  func restore(_ buffer: UInt16) {
    redirect(buffer, to: address(of: buffer), byteCount: bufferByteCount)
  }

  /// Makes a buffer's descriptor lead to another one.
  ///
  /// - Precondition: The device does not have the buffer, and there is such a descriptor.
  func chain(_ buffer: UInt16, to next: UInt16) {
    precondition(Int(buffer) < bufferCount && next < memory.size, "no such descriptor")
    memory.describe(
      buffer, address: address(of: buffer), byteCount: bufferByteCount, deviceWrites: deviceWrites,
      next: next)
  }

  /// Makes a buffer's descriptor lead to a table of descriptors, for ever or until the next time.
  ///
  /// - Parameters:
  ///   - buffer: Number of the buffer, which the device does not have.
  ///   - table: Where the table is; it is the device's while the buffer is.
  ///   - count: How many descriptors of it count.
  func lead(_ buffer: UInt16, to table: PhysicalAddress, count: Int) {
    precondition(Int(buffer) < bufferCount, "no such descriptor")
    memory.describe(
      buffer, address: table, byteCount: count * VirtqueueDescriptors.byteCount,
      deviceWrites: false, isIndirect: true)
  }

  /// Where the device sees a buffer.
  func address(of buffer: UInt16) -> PhysicalAddress {
    buffers.physical + UInt64(Int(buffer) * bufferByteCount)
  }

  /// Describes memory that a buffer's descriptor leads to.
  ///
  /// - Parameters:
  ///   - descriptor: Number of the descriptor, which is no buffer's own.
  ///   - address: Where the memory is; it is the device's until the buffer comes back.
  ///   - byteCount: Size in bytes.
  ///   - deviceWrites: Whether the device writes it, or reads it.
  ///   - next: The descriptor that goes on.
  /// - Precondition: There are such descriptors.
  func describe(
    _ descriptor: UInt16, address: PhysicalAddress, byteCount: Int, deviceWrites: Bool,
    next: UInt16? = nil
  ) {
    precondition(
      descriptor >= bufferCount && descriptor < memory.size && next ?? 0 < memory.size,
      "no such descriptor")
    memory.describe(
      descriptor, address: address, byteCount: byteCount, deviceWrites: deviceWrites, next: next)
  }

  // MARK: To the device

  /// Puts a buffer next in the available ring; the device sees it when it is published.
  mutating func offer(_ buffer: UInt16) {
    next[Int(buffer)] = Place.device
    memory.setAvailable(buffer, at: offered)
    offered &+= 1
  }

  /// Puts a buffer of which only the first bytes count next in the available ring.
  mutating func offer(_ buffer: UInt16, byteCount: Int) {
    memory.setByteCount(byteCount, of: buffer)
    offer(buffer)
  }

  /// How many buffers the device has not been shown yet.
  var unpublishedCount: Int { Int(offered &- published) }

  /// Shows the device all buffers that were offered, and notifies it if it wants that.
  ///
  /// - Parameters:
  ///   - transport: The way to the device.
  ///   - queue: Number of this queue.
  ///   - ordering: What it takes for the device to see the buffers before its wish is read.
  @_optimize(speed)
  mutating func publish<Transport: VirtioTransport & ~Copyable>(
    to transport: inout Transport, as queue: UInt16, _ ordering: VirtioOrdering
  ) {
    let count = offered &- published
    guard count != 0 else { return }
    published = offered
    memory.publishAvailable(upTo: offered)
    // The position must be visible before the device's wish is read: it may be going to sleep right
    // now, having seen the old position. That it wants a notification is true whenever it is read.
    memory.orderStoresBeforeLoads()
    if !wantsNotification(of: count) {
      guard ordering == .deviceAccess else { return }
      _ = transport.status
      guard wantsNotification(of: count) else { return }
    }
    counters.notifications &+= 1
    transport.notify(queue: queue)
  }

  /// Whether the device wants to be notified of the buffers that were published last.
  private func wantsNotification(of count: UInt16) -> Bool {
    guard usesEventIndex else { return !memory.deviceSuppressesNotifications }
    // Source: Virtio 1.2, section 2.7.10.1 (vring_need_event).
    return published &- memory.notificationEvent &- 1 < count
  }

  // MARK: From the device

  /// Takes the buffer that the device used before all others.
  ///
  /// - Returns: The buffer and how many bytes the device wrote into it, at most its size; nil if
  ///   there is none.
  mutating func takeUsed() -> (buffer: UInt16, byteCount: Int)? {
    while consumed != reported || seeUsed() {
      let entry = memory.usedEntry(at: consumed)
      consumed &+= 1
      guard entry.index < UInt32(bufferCount), next[Int(entry.index)] == Place.device else {
        counters.refuseBuffer()
        continue
      }
      let buffer = UInt16(truncatingIfNeeded: entry.index)
      next[Int(buffer)] = Place.held
      // What the device claims to have written into a buffer that it only reads is meaningless.
      guard deviceWrites else { return (buffer, 0) }
      guard entry.byteCount <= UInt32(bufferByteCount) else {
        counters.refuseByteCount()
        offer(buffer)
        continue
      }
      return (buffer, Int(entry.byteCount))
    }
    return nil
  }

  /// Takes the buffer that the device used before all others, as `takeUsed`; for callers that need
  /// not be fast.
  @inline(never)
  mutating func takeUsedOutOfLine() -> (buffer: UInt16, byteCount: Int)? { takeUsed() }

  /// Counts a buffer whose byte count the caller could not accept, and gives it back to the device.
  mutating func refuseByteCount(of buffer: UInt16) {
    countRefusedByteCount()
    offer(buffer)
  }

  /// Counts byte counts that the caller could not accept.
  mutating func countRefusedByteCount() { counters.refuseByteCount() }

  /// Whether the device has used buffers that were not taken yet.
  ///
  /// The device cannot have used more than it was shown and has not returned, which bounds every
  /// loop over used buffers.
  private mutating func seeUsed() -> Bool {
    let position = memory.usedPosition
    guard position != consumed, !isBroken else { return false }
    guard position &- consumed <= published &- consumed else {
      counters.refusePosition()
      isBroken = true
      return false
    }
    reported = position
    return true
  }

  /// Reads no more of the queue; what the device has stays with it.
  mutating func abandon() { isBroken = true }

  // MARK: Interrupts

  /// Asks the device for no more interrupts; it may still send one that is under way.
  mutating func suppressInterrupts() {
    guard usesEventIndex else { return memory.setInterruptsSuppressed(true) }
    // A position just passed comes round again only after 65,535 more buffers.
    memory.setInterruptEvent(consumed &- 1)
  }

  /// Asks the device for an interrupt when it uses the next buffer.
  ///
  /// - Parameters:
  ///   - transport: The way to the device.
  ///   - ordering: What it takes for the device to see the wish before its position is read.
  /// - Returns: Whether it has used a buffer already, for which it may send no interrupt.
  mutating func allowInterrupts<Transport: VirtioTransport & ~Copyable>(
    on transport: borrowing Transport, _ ordering: VirtioOrdering
  ) -> Bool {
    if usesEventIndex {
      memory.setInterruptEvent(consumed)
    } else {
      memory.setInterruptsSuppressed(false)
    }
    // The wish must be visible before the position is read: the device may be using a buffer right
    // now, having seen the old wish.
    memory.orderStoresBeforeLoads()
    if consumed != reported || seeUsed() { return true }
    guard ordering == .deviceAccess else { return false }
    _ = transport.status
    return seeUsed()
  }

  /// Where a buffer is if it is not in the list of the free ones.
  enum Place {
    /// With the device.
    static let device: UInt16 = 0xffff
    /// With the driver, which is reading or writing it.
    static let held: UInt16 = 0xfffe
    /// After the last free buffer.
    static let end: UInt16 = 0xfffd
  }
}
