/// Timers ordered by deadline: a binary heap with stable handles, so that any of them can be
/// cancelled.
///
/// Timers of the same deadline expire in the order in which they were set. A timer takes 32 bytes
/// and its payload; there is room for a power of two of them, given back when none is left.
@safe
public struct TimerQueue<Payload>: ~Copyable {
  /// Names a timer that was set; it means nothing once the timer expired or was cancelled.
  public struct Handle: Equatable, Sendable {
    let slot: Int
    let sequence: UInt64
  }

  /// A timer as the heap sees it.
  private struct Entry {
    var deadline: UInt64
    var sequence: UInt64
    var slot: Int

    @inline(__always)
    func precedes(_ other: Entry) -> Bool {
      deadline != other.deadline ? deadline < other.deadline : sequence < other.sequence
    }
  }

  /// A timer as its owner sees it.
  private struct Slot {
    /// Where it stands in the heap; if it is free, the complement of the next free slot.
    var position: Int
    var payload: Payload?
  }

  // Safe, all accesses: positions are below `count`, and slots below `slotCount`, neither of which
  // exceeds the capacity of both tables.
  private var heap: UnsafeMutablePointer<Entry>?
  private var slots: UnsafeMutablePointer<Slot>?
  private var capacity = 0
  /// Slots that were in use once since the tables were made.
  private var slotCount = 0
  /// The first of the free slots among those; `noSlot` if there is none.
  private var firstFree = Self.noSlot
  private var nextSequence: UInt64 = 0

  /// How many timers are set.
  public private(set) var count = 0

  /// Starts without a timer.
  public init() {}

  deinit { freeTables() }

  /// When the next timer expires, in nanoseconds; nil if none is set.
  public var nextDeadline: UInt64? {
    @inline(__always) get { count > 0 ? unsafe heap?.pointee.deadline : nil }
  }

  /// Sets a timer.
  ///
  /// - Complexity: O(log n).
  ///
  /// - Parameters:
  ///   - deadline: When it expires, in nanoseconds.
  ///   - payload: What `popExpired` returns then.
  /// - Returns: The name to cancel it by.
  @discardableResult
  public mutating func set(deadline: UInt64, payload: Payload) -> Handle {
    if count == capacity { grow() }
    guard let heap = unsafe heap, let slots = unsafe slots else {
      preconditionFailure("the timers have no room")
    }
    let slot = unsafe takeSlot(slots)
    unsafe slots[slot].payload = payload
    let entry = Entry(deadline: deadline, sequence: nextSequence, slot: slot)
    nextSequence &+= 1
    count &+= 1
    unsafe Self.siftUp(entry, from: count &- 1, heap, slots)
    return Handle(slot: slot, sequence: entry.sequence)
  }

  /// Cancels a timer.
  ///
  /// - Complexity: O(log n).
  ///
  /// - Returns: Its payload; nil if it expired or was cancelled before.
  @discardableResult
  public mutating func cancel(_ handle: Handle) -> Payload? {
    guard handle.slot < slotCount, let heap = unsafe heap, let slots = unsafe slots else {
      return nil
    }
    let position = unsafe slots[handle.slot].position
    guard position >= 0, unsafe heap[position].sequence == handle.sequence else { return nil }
    return unsafe remove(at: position, heap, slots)
  }

  /// Takes the earliest timer whose deadline has come.
  ///
  /// - Parameter now: The present, in nanoseconds.
  /// - Returns: Its payload; nil if no deadline has come.
  @inline(__always)
  public mutating func popExpired(now: UInt64) -> Payload? {
    guard let deadline = nextDeadline, deadline <= now, let heap = unsafe heap,
      let slots = unsafe slots
    else { return nil }
    return unsafe remove(at: 0, heap, slots)
  }

  private mutating func remove(
    at position: Int, _ heap: UnsafeMutablePointer<Entry>, _ slots: UnsafeMutablePointer<Slot>
  ) -> Payload? {
    let slot = unsafe heap[position].slot
    count &-= 1
    if position < count {
      let last = unsafe heap[count]
      // The last one is late, as a rule: the gap goes down to the bottom, and it up from there.
      let gap = unsafe Self.sinkGap(from: position, count: count, heap, slots)
      unsafe Self.siftUp(last, from: gap, heap, slots)
    }
    let payload = unsafe slots[slot].payload.take()
    unsafe slots[slot].position = ~firstFree
    firstFree = slot
    if count == 0, capacity > Self.keptCapacity { releaseTables() }
    return payload
  }

  // MARK: The heap

  /// Moves an entry from a gap up to where it belongs.
  private static func siftUp(
    _ entry: Entry, from start: Int, _ heap: UnsafeMutablePointer<Entry>,
    _ slots: UnsafeMutablePointer<Slot>
  ) {
    var position = start
    while position > 0 {
      let parent = (position &- 1) >> 1
      let other = unsafe heap[parent]
      guard entry.precedes(other) else { break }
      unsafe heap[position] = other
      unsafe slots[other.slot].position = position
      position = parent
    }
    unsafe heap[position] = entry
    unsafe slots[entry.slot].position = position
  }

  /// Fills a gap with the earlier of the entries below it, down to the bottom.
  ///
  /// - Returns: Where the gap is then.
  private static func sinkGap(
    from start: Int, count: Int, _ heap: UnsafeMutablePointer<Entry>,
    _ slots: UnsafeMutablePointer<Slot>
  ) -> Int {
    var position = start
    while true {
      var child = position &* 2 &+ 1
      guard child < count else { return position }
      if child &+ 1 < count, unsafe heap[child &+ 1].precedes(heap[child]) { child &+= 1 }
      let entry = unsafe heap[child]
      unsafe heap[position] = entry
      unsafe slots[entry.slot].position = position
      position = child
    }
  }

  // MARK: The tables

  private mutating func takeSlot(_ slots: UnsafeMutablePointer<Slot>) -> Int {
    guard firstFree == Self.noSlot else {
      let slot = firstFree
      firstFree = unsafe ~slots[slot].position
      return slot
    }
    unsafe (slots + slotCount).initialize(to: Slot(position: 0, payload: nil))
    slotCount &+= 1
    return slotCount &- 1
  }

  private mutating func grow() {
    let newCapacity = max(capacity * 2, Self.keptCapacity)
    let newHeap = UnsafeMutablePointer<Entry>.allocate(capacity: newCapacity)
    let newSlots = UnsafeMutablePointer<Slot>.allocate(capacity: newCapacity)
    if let heap = unsafe heap, let slots = unsafe slots {
      unsafe newHeap.moveInitialize(from: heap, count: count)
      unsafe newSlots.moveInitialize(from: slots, count: slotCount)
      unsafe heap.deallocate()
      unsafe slots.deallocate()
    }
    unsafe heap = unsafe newHeap
    unsafe slots = unsafe newSlots
    capacity = newCapacity
  }

  private func freeTables() {
    if let heap = unsafe heap, let slots = unsafe slots {
      unsafe slots.deinitialize(count: slotCount)
      unsafe heap.deallocate()
      unsafe slots.deallocate()
    }
  }

  private mutating func releaseTables() {
    freeTables()
    unsafe heap = nil
    unsafe slots = nil
    (capacity, slotCount, firstFree) = (0, 0, Self.noSlot)
  }

  /// Room that stays when no timer is left.
  private static var keptCapacity: Int { 16 }
  private static var noSlot: Int { .max }
}
