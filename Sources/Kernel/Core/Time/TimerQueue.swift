/// Timers ordered by deadline: a binary heap with stable handles, so that any of them can be
/// cancelled.
///
/// Timers of the same deadline expire in the order in which they were set.
public struct TimerQueue<Payload>: ~Copyable {
  /// Names a timer that was set; it means nothing once the timer expired or was cancelled.
  public struct Handle: Equatable, Sendable {
    let slot: Int
    let sequence: UInt64
  }

  private struct Slot {
    var deadline: UInt64
    var sequence: UInt64
    /// Where the slot stands in `order`; -1 if it is free.
    var position: Int
    var payload: Payload?
  }

  private var slots: [Slot] = []
  private var freeSlots: [Int] = []
  /// Slot numbers as a binary heap.
  private var order: [Int] = []
  private var nextSequence: UInt64 = 0

  /// Starts without a timer.
  public init() {}

  /// How many timers are set.
  public var count: Int { order.count }

  /// When the next timer expires, in nanoseconds; nil if none is set.
  public var nextDeadline: UInt64? { order.first.map { slots[$0].deadline } }

  /// Sets a timer.
  ///
  /// - Complexity: O(log n).
  ///
  /// - Parameters:
  ///   - deadline: When it expires, in nanoseconds.
  ///   - payload: What `popExpired` returns then.
  /// - Returns: The name to cancel it by.
  @discardableResult
  @_optimize(speed)
  public mutating func set(deadline: UInt64, payload: Payload) -> Handle {
    let sequence = nextSequence
    nextSequence += 1
    let entry = Slot(
      deadline: deadline, sequence: sequence, position: order.count, payload: payload)
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
      slots[free] = entry
    } else {
      slot = slots.count
      slots.append(entry)
    }
    order.append(slot)
    siftUp(order.count - 1)
    return Handle(slot: slot, sequence: sequence)
  }

  /// Cancels a timer.
  ///
  /// - Complexity: O(log n).
  ///
  /// - Returns: Its payload; nil if it expired or was cancelled before.
  @discardableResult
  public mutating func cancel(_ handle: Handle) -> Payload? {
    guard slots.indices.contains(handle.slot), slots[handle.slot].position >= 0,
      slots[handle.slot].sequence == handle.sequence
    else { return nil }
    return remove(at: slots[handle.slot].position)
  }

  /// Takes the earliest timer whose deadline has come.
  ///
  /// - Parameter now: The present, in nanoseconds.
  /// - Returns: Its payload; nil if no deadline has come.
  @_optimize(speed)
  public mutating func popExpired(now: UInt64) -> Payload? {
    guard let first = order.first, slots[first].deadline <= now else { return nil }
    return remove(at: 0)
  }

  @_optimize(speed)
  private mutating func remove(at position: Int) -> Payload? {
    let slot = order[position]
    let last = order.removeLast()
    if last != slot {
      order[position] = last
      slots[last].position = position
      siftDown(position)
      siftUp(slots[last].position)
    }
    slots[slot].position = -1
    freeSlots.append(slot)
    return slots[slot].payload.take()
  }

  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let (a, b) = (slots[left].deadline, slots[right].deadline)
    return a != b ? a < b : slots[left].sequence < slots[right].sequence
  }

  @_optimize(speed)
  private mutating func siftUp(_ start: Int) {
    var position = start
    let slot = order[position]
    while position > 0 {
      let parent = (position - 1) / 2
      guard precedes(slot, order[parent]) else { break }
      place(order[parent], at: position)
      position = parent
    }
    place(slot, at: position)
  }

  @_optimize(speed)
  private mutating func siftDown(_ start: Int) {
    var position = start
    let slot = order[position]
    while true {
      var child = 2 * position + 1
      guard child < order.count else { break }
      if child + 1 < order.count, precedes(order[child + 1], order[child]) { child += 1 }
      guard precedes(order[child], slot) else { break }
      place(order[child], at: position)
      position = child
    }
    place(slot, at: position)
  }

  @_optimize(speed)
  private mutating func place(_ slot: Int, at position: Int) {
    order[position] = slot
    slots[slot].position = position
  }
}
