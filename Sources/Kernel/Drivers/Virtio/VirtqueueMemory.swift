internal import Hardware
internal import Synchronization

/// The memory of a split virtqueue, which driver and device share.
///
/// This file holds every access to ring memory. It remembers nothing and decides nothing: whatever
/// is read here may be nonsense that a hostile device wrote.
///
/// Source: Virtio 1.2, section 2.7.
@safe
struct VirtqueueMemory {
  /// Number of descriptors, a power of two.
  let size: Int
  private let region: DMARegion
  private let available: Int
  private let used: Int

  /// Size in bytes of the memory that a queue needs.
  static func byteCount(size: Int) -> Int {
    usedOffset(size: size) + 4 + 8 * size + 2
  }

  /// Lays a queue out in zeroed memory.
  ///
  /// - Precondition: The region is large enough and aligned to 16 bytes, and the size is a power of
  ///   two.
  init(_ region: DMARegion, size: Int) {
    precondition(size > 0 && size & (size - 1) == 0, "queue size is no power of two")
    precondition(region.byteCount >= Self.byteCount(size: size), "ring memory is too small")
    precondition(region.physical.rawValue % 16 == 0, "ring memory is not aligned")
    self.region = region
    self.size = size
    available = 16 * size
    used = Self.usedOffset(size: size)
  }

  /// Where the device finds the queue.
  var location: VirtqueueLocation {
    VirtqueueLocation(
      size: size, descriptors: region.physical, available: region.physical + UInt64(available),
      used: region.physical + UInt64(used))
  }

  // MARK: What the driver writes

  /// Describes a buffer.
  func describe(_ index: UInt16, address: PhysicalAddress, byteCount: Int, deviceWrites: Bool) {
    let entry = 16 * masked(index)
    // Safe: a masked index is below the size, so that the whole entry is inside the table.
    unsafe region.base.storeBytes(of: address.rawValue, toByteOffset: entry, as: UInt64.self)
    unsafe region.base.storeBytes(
      of: deviceWrites ? Flag.deviceWrites : 0, toByteOffset: entry + 12, as: UInt16.self)
    setByteCount(byteCount, of: index)
  }

  /// Changes how many bytes of a described buffer count.
  func setByteCount(_ byteCount: Int, of index: UInt16) {
    // Safe: as in describe.
    unsafe region.base.storeBytes(
      of: UInt32(truncatingIfNeeded: byteCount), toByteOffset: 16 * masked(index) + 8,
      as: UInt32.self)
  }

  /// Writes an entry of the available ring, which the device does not see yet.
  func setAvailable(_ index: UInt16, at position: UInt16) {
    // Safe: a masked position is below the size, so that the entry is inside the ring.
    unsafe region.base.storeBytes(
      of: index, toByteOffset: available + 4 + 2 * masked(position), as: UInt16.self)
  }

  /// Shows the device all entries before a position.
  func publishAvailable(upTo position: UInt16) {
    // Releasing: the device must see descriptors and entries before it sees that they count.
    unsafe word(at: available + 2).pointee.store(position, ordering: .releasing)
  }

  /// Asks for an interrupt when the device has used the buffer at a position; with event index.
  func setInterruptEvent(_ position: UInt16) {
    unsafe word(at: available + 4 + 2 * size).pointee.store(position, ordering: .relaxed)
  }

  /// Asks for no interrupts, or for all; without event index.
  func setInterruptsSuppressed(_ suppressed: Bool) {
    unsafe word(at: available).pointee.store(suppressed ? 1 : 0, ordering: .relaxed)
  }

  /// Orders all stores of the driver before all its later loads.
  ///
  /// Both races of a virtqueue (a notification that the device just asked for, a buffer that it
  /// just used) come from a load that overtakes the store before it; x86 does reorder those.
  func orderStoresBeforeLoads() {
    atomicMemoryFence(ordering: .sequentiallyConsistent)
  }

  // MARK: What the device writes

  /// The position up to which the device has used buffers.
  var usedPosition: UInt16 {
    // Acquiring: the entries and the buffers must be read after the position that covers them.
    unsafe word(at: used + 2).pointee.load(ordering: .acquiring)
  }

  /// An entry of the used ring: which buffer, and how many bytes the device wrote.
  func usedEntry(at position: UInt16) -> (index: UInt32, byteCount: UInt32) {
    let entry = used + 4 + 8 * masked(position)
    // Safe: a masked position is below the size, so that the entry is inside the ring. Each word is
    // read once, so that what was checked is what is used.
    let index = unsafe region.base.load(fromByteOffset: entry, as: UInt32.self)
    let byteCount = unsafe region.base.load(fromByteOffset: entry + 4, as: UInt32.self)
    return (index, byteCount)
  }

  /// Whether the device wants no notifications; without event index.
  var deviceSuppressesNotifications: Bool {
    unsafe word(at: used).pointee.load(ordering: .relaxed) & 1 != 0
  }

  /// The position at which the device wants the next notification; with event index.
  var notificationEvent: UInt16 {
    unsafe word(at: used + 4 + 8 * size).pointee.load(ordering: .relaxed)
  }

  /// An aligned 16-bit word that both sides access at any time.
  ///
  /// Safe: callers pass one of the offsets of `byteCount(size:)`, which the region holds for the
  /// rest of the run.
  @unsafe
  private func word(at offset: Int) -> UnsafeMutablePointer<Atomic<UInt16>> {
    unsafe (region.base + offset).assumingMemoryBound(to: Atomic<UInt16>.self)
  }

  private func masked(_ position: UInt16) -> Int { Int(position) & (size - 1) }

  /// Where the used ring starts: after descriptors and available ring, at a multiple of 4.
  private static func usedOffset(size: Int) -> Int {
    (16 * size + 4 + 2 * size + 2 + 3) & ~3
  }

  /// Bits of a descriptor's flags.
  private enum Flag {
    static let deviceWrites: UInt16 = 2
  }
}
