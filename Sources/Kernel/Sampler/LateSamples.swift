internal import Synchronization
internal import Telemetry

/// Samples that were taken while another was being written, until they can follow it.
///
/// A handler adds them; the code that it interrupted moves them into the ring when it is done.
@safe
public struct LateSamples {
  /// How many bytes of samples there are.
  private let count: UnsafeMutablePointer<Int>
  private let place: UnsafeMutableRawPointer
  private let capacity: Int

  /// Makes an empty store.
  ///
  /// - Parameters:
  ///   - memory: Room that the store has for itself, at a multiple of 8.
  ///   - byteCount: Its bytes, more than 8.
  public init(unsafeMemory memory: UnsafeMutableRawPointer, byteCount: Int) {
    unsafe count = memory.bindMemory(to: Int.self, capacity: 1)
    unsafe count.pointee = 0
    unsafe place = memory + 8
    capacity = byteCount - 8
  }

  /// Begins a sample; for handlers.
  ///
  /// - Parameter limit: Bytes that it takes at most.
  /// - Returns: Where to write it; nil if there is no room.
  func begin(limit: Int) -> UnsafeMutableRawPointer? {
    // Safe, all uses of the memory: whoever made the store vouches for it.
    let used = unsafe count.pointee
    return used &+ limit <= capacity ? unsafe place + used : nil
  }

  /// Ends a sample; for handlers.
  func commit(byteCount: Int) {
    atomicMemoryFence(ordering: .releasing)
    unsafe count.pointee &+= byteCount
  }

  /// Puts the samples behind the last one of a ring, and lets others be written there again.
  ///
  /// - Parameter ring: The ring, in which handlers find a sample in the making.
  @inline(never)
  func follow(in ring: SampleRing) {
    var moved = 0
    while true {
      while unsafe moved < count.pointee {
        moved &+= move(at: moved, to: ring)
        atomicMemoryFence(ordering: .acquiringAndReleasing)
      }
      ring.release()
      // One may have come between the last look and this.
      atomicMemoryFence(ordering: .acquiringAndReleasing)
      if unsafe moved == count.pointee { break }
      ring.keep()
    }
    // The ring is free, so that no handler comes here.
    unsafe count.pointee = 0
  }

  /// Copies a sample, and returns its bytes.
  private func move(at offset: Int, to ring: SampleRing) -> Int {
    let source = unsafe place + offset
    let words = unsafe source.load(fromByteOffset: SampleLayout.Field.wordCount, as: UInt16.self)
    let size = Int(words) &* 8
    let block = unsafe ring.block
    let target = unsafe ring.next
    unsafe target.copyMemory(from: source, byteCount: size)
    unsafe target.storeBytes(
      of: UInt32(truncatingIfNeeded: block.pointee.recorded),
      toByteOffset: SampleLayout.Field.number, as: UInt32.self)
    unsafe target.storeBytes(
      of: UInt8(min(block.pointee.lastByteCount >> 3, 255)),
      toByteOffset: SampleLayout.Field.previous, as: UInt8.self)
    ring.add(byteCount: size)
    return size
  }
}
