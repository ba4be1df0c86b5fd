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
  /// Where the device finds the queue.
  let location: VirtqueueLocation

  // Pointers rather than offsets: the frame path then adds without overflow checks, which were a
  // third of its instructions.
  private let descriptors: VirtqueueDescriptors
  private let available: UnsafeMutableRawPointer
  private let used: UnsafeMutableRawPointer
  private let interruptEvent: UnsafeMutablePointer<Atomic<UInt16>>
  private let notificationEventWord: UnsafeMutablePointer<Atomic<UInt16>>
  private let mask: UInt16

  /// Size in bytes of the memory that a queue needs.
  ///
  /// - Parameters:
  ///   - size: Number of descriptors.
  ///   - isLegacy: Whether the used ring starts a page of its own, as legacy devices expect.
  /// - Returns: The size.
  static func byteCount(size: Int, isLegacy: Bool = false) -> Int {
    usedOffset(size: size, isLegacy) + 4 + 8 * size + 2
  }

  /// Lays a queue out in zeroed memory.
  ///
  /// - Precondition: The region is large enough and aligned to 16 bytes, or to a page for a legacy
  ///   device, and the size is a power of two.
  init(_ region: DMARegion, size: Int, isLegacy: Bool = false) {
    precondition(
      size > 0 && size <= 0x8000 && size & (size - 1) == 0, "queue size is no power of two")
    let usedOffset = Self.usedOffset(size: size, isLegacy)
    precondition(region.byteCount >= usedOffset + 6 + 8 * size, "ring memory is too small")
    precondition(
      region.physical.rawValue % (isLegacy ? 4096 : 16) == 0, "ring memory is not aligned")
    self.size = size
    mask = UInt16(size - 1)
    location = VirtqueueLocation(
      size: size, descriptors: region.physical, available: region.physical + UInt64(16 * size),
      used: region.physical + UInt64(usedOffset))
    // Safe: the offsets are those of `byteCount(size:)`, which the region holds for ever; the words
    // that both sides access at any time are aligned to their size.
    descriptors = unsafe VirtqueueDescriptors(unsafeBase: region.base)
    unsafe available = region.base + 16 * size
    unsafe used = region.base + usedOffset
    unsafe interruptEvent = Self.word(available, at: 4 + 2 * size)
    unsafe notificationEventWord = Self.word(used, at: 4 + 8 * size)
  }

  // MARK: What the driver writes

  /// Describes a buffer, or a part of one that another descriptor continues.
  func describe(
    _ index: UInt16, address: PhysicalAddress, byteCount: Int, deviceWrites: Bool,
    next: UInt16? = nil, isIndirect: Bool = false
  ) {
    // Safe: a masked index is below the size, so that the whole entry is inside the table.
    unsafe descriptors.describe(
      masked(index), address: address, byteCount: byteCount, deviceWrites: deviceWrites,
      next: next, isIndirect: isIndirect)
  }

  /// Changes how many bytes of a described buffer count.
  @inline(__always)
  func setByteCount(_ byteCount: Int, of index: UInt16) {
    // Safe: as in describe.
    unsafe descriptors.setByteCount(byteCount, of: masked(index))
  }

  /// Writes an entry of the available ring, which the device does not see yet.
  func setAvailable(_ index: UInt16, at position: UInt16) {
    // Safe: a masked position is below the size, so that the entry is inside the ring.
    unsafe available.storeBytes(of: index, toByteOffset: 4 + 2 * masked(position), as: UInt16.self)
  }

  /// An entry of the available ring, as the driver wrote it.
  func availableEntry(at position: UInt16) -> UInt16 {
    // Safe: as above.
    unsafe available.load(fromByteOffset: 4 + 2 * masked(position), as: UInt16.self)
  }

  /// What a descriptor describes, as the driver wrote it.
  func described(_ index: UInt16) -> (address: PhysicalAddress, byteCount: Int) {
    // Safe: as in describe.
    unsafe descriptors.described(masked(index))
  }

  /// Shows the device all entries before a position.
  func publishAvailable(upTo position: UInt16) {
    // Releasing: the device must see descriptors and entries before it sees that they count.
    unsafe Self.word(available, at: 2).pointee.store(position, ordering: .releasing)
  }

  /// Asks for an interrupt when the device has used the buffer at a position; with event index.
  func setInterruptEvent(_ position: UInt16) {
    unsafe interruptEvent.pointee.store(position, ordering: .relaxed)
  }

  /// Asks for no interrupts, or for all; without event index.
  func setInterruptsSuppressed(_ suppressed: Bool) {
    unsafe Self.word(available, at: 0).pointee.store(suppressed ? 1 : 0, ordering: .relaxed)
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
    unsafe Self.word(used, at: 2).pointee.load(ordering: .acquiring)
  }

  /// An entry of the used ring: which buffer, and how many bytes the device wrote.
  func usedEntry(at position: UInt16) -> (index: UInt32, byteCount: UInt32) {
    let entry = 4 + 8 * masked(position)
    // Safe: a masked position is below the size, so that the entry is inside the ring. Each word is
    // read once, so that what was checked is what is used.
    let index = unsafe used.load(fromByteOffset: entry, as: UInt32.self)
    let byteCount = unsafe used.load(fromByteOffset: entry + 4, as: UInt32.self)
    return (index, byteCount)
  }

  /// Whether the device wants no notifications; without event index.
  var deviceSuppressesNotifications: Bool {
    unsafe Self.word(used, at: 0).pointee.load(ordering: .relaxed) & 1 != 0
  }

  /// The position at which the device wants the next notification; with event index.
  var notificationEvent: UInt16 {
    unsafe notificationEventWord.pointee.load(ordering: .relaxed)
  }

  /// An aligned 16-bit word that both sides access at any time.
  @unsafe
  private static func word(
    _ base: UnsafeMutableRawPointer, at offset: Int
  ) -> UnsafeMutablePointer<Atomic<UInt16>> {
    unsafe (base + offset).assumingMemoryBound(to: Atomic<UInt16>.self)
  }

  private func masked(_ position: UInt16) -> Int { Int(position & mask) }

  /// Where the used ring starts: after descriptors and available ring, at a multiple of 4.
  private static func usedOffset(size: Int, _ isLegacy: Bool) -> Int {
    let alignment = isLegacy ? 4096 : 4
    return (16 * size + 4 + 2 * size + 2 + alignment - 1) & ~(alignment - 1)
  }
}
