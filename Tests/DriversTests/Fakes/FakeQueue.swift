internal import Testing

/// The device's side of a split virtqueue.
///
/// Strict: it reports a driver that offers a buffer twice, runs ahead of the ring or makes chains.
final class FakeQueue {
  let memory: FakeMemory
  var size: UInt16 = 0
  var descriptors: UInt64 = 0
  var available: UInt64 = 0
  var used: UInt64 = 0
  var isReady = false
  /// Whether positions rule notifications and interrupts, or flags.
  var usesEventIndex = false
  /// Whether descriptors may lead to tables.
  var knowsIndirect = false
  /// How many chains came in tables of their own.
  var indirectCount = 0
  /// How often the device would have interrupted.
  private(set) var interruptCount = 0
  /// Buffers that the device has taken and not yet returned.
  private(set) var held: Set<UInt16> = []
  private var taken: UInt16 = 0
  private var returned: UInt16 = 0

  struct Buffer: Equatable {
    var index: UInt16
    var address: UInt64
    var byteCount: Int
    var deviceWrites: Bool
  }

  init(_ memory: FakeMemory) { self.memory = memory }

  /// Finds the parts of a queue that starts a page, as legacy devices do, and switches it on.
  ///
  /// Source: Virtio 1.2, section 2.7.2.
  func placeLegacy(page: UInt64) {
    descriptors = page << 12
    available = descriptors + 16 * UInt64(size)
    used = (available + 6 + 2 * UInt64(size) + 4095) & ~4095
    isReady = page != 0
  }

  /// How many buffers the driver has published that the device has not taken.
  var waitingCount: Int {
    let count = memory.load(available + 2, as: UInt16.self) &- taken
    if count > size { Issue.record("the driver published \(count) buffers in \(size) entries") }
    return Int(count)
  }

  /// Takes the next published buffer.
  func take() -> Buffer? {
    guard isReady, waitingCount > 0 else { return nil }
    let index = takeHead()
    let entry = descriptors + 16 * UInt64(index)
    let flags: UInt16 = memory.load(entry + 12)
    #expect(flags & ~2 == 0, "neither chains nor indirect tables are expected")
    return Buffer(
      index: index, address: memory.load(entry), byteCount: Int(memory.load(entry + 8) as UInt32),
      deviceWrites: flags & 2 != 0)
  }

  /// Takes the number of the next published buffer.
  func takeHead() -> UInt16 {
    let index: UInt16 = memory.load(available + 4 + 2 * UInt64(taken % size))
    taken &+= 1
    #expect(index < size, "a descriptor beyond the table")
    #expect(held.insert(index).inserted, "buffer \(index) was offered twice")
    return index
  }

  /// Returns a buffer to the driver.
  func giveBack(_ buffer: Buffer, byteCount: Int) {
    held.remove(buffer.index)
    writeUsed(index: UInt32(buffer.index), byteCount: UInt32(byteCount))
  }

  /// Writes any entry into the used ring and moves the position, as no honest device might.
  func writeUsed(index: UInt32, byteCount: UInt32) {
    let entry = used + 4 + 8 * UInt64(returned % size)
    memory.store(index, at: entry)
    memory.store(byteCount, at: entry + 4)
    let before = returned
    returned &+= 1
    memory.store(returned, at: used + 2)
    if wantsInterrupt(from: before, to: returned) { interruptCount += 1 }
  }

  /// Moves the position without any entry.
  func jump(by count: UInt16) {
    returned &+= count
    memory.store(returned, at: used + 2)
  }

  /// Says that the device is about to sleep, or that it is awake.
  func wish(notifications wanted: Bool) {
    if usesEventIndex {
      // The position that comes next, or one that was just passed.
      let event = wanted ? taken : taken &- 1
      memory.store(event, at: used + 4 + 8 * UInt64(size))
    } else {
      memory.store(UInt16(wanted ? 0 : 1), at: used)
    }
  }

  private func wantsInterrupt(from before: UInt16, to after: UInt16) -> Bool {
    guard usesEventIndex else { return memory.load(available, as: UInt16.self) & 1 == 0 }
    let event: UInt16 = memory.load(available + 4 + 2 * UInt64(size))
    return after &- event &- 1 < after &- before
  }
}
