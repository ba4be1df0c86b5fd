/// What can wait in a timer queue: an object that keeps its own place there.
public protocol QueuedTimer: AnyObject {
  /// Where it stands in the queue; the queue alone writes it. -1 stands for nowhere.
  var queuePosition: Int { get set }
}

/// Timers ordered by deadline: a binary heap whose timers know where they stand, so that any of
/// them can be cancelled.
///
/// Timers of the same deadline expire in the order in which they were set. The queue refers to each
/// until it expires or is cancelled. A timer takes 24 bytes beside the object itself; there is room
/// for a power of two of them, given back when none is left.
@safe
public struct TimerQueue<Timer: QueuedTimer>: ~Copyable {
  @safe
  private struct Entry {
    var deadline: UInt64
    var sequence: UInt64
    /// Unmanaged, so that moving it counts no references.
    var timer: Unmanaged<Timer>

    @inline(__always)
    func precedes(_ other: Entry) -> Bool {
      key < other.key
    }

    /// Both numbers as one: a compare with borrow instead of branches.
    @inline(__always)
    private var key: UInt128 { UInt128(deadline) << 64 | UInt128(sequence) }
  }

  // Safe, all accesses: positions are below `count`, which does not exceed the capacity; the queue
  // owns a reference to each timer in it.
  private var heap: UnsafeMutablePointer<Entry>?
  private var capacity = 0
  private var nextSequence: UInt64 = 0

  /// How many timers are set.
  public private(set) var count = 0

  /// Starts without a timer.
  public init() {}

  deinit {
    guard let heap = unsafe heap else { return }
    for position in 0..<count { unsafe heap[position].timer.release() }
    unsafe heap.deallocate()
  }

  /// When the next timer expires, in nanoseconds; nil if none is set.
  public var nextDeadline: UInt64? {
    @inline(__always) get { count > 0 ? unsafe heap?.pointee.deadline : nil }
  }

  /// Sets a timer.
  ///
  /// - Complexity: O(log n).
  ///
  /// - Parameters:
  ///   - timer: What `popExpired` returns then; it is in no queue.
  ///   - deadline: When it expires, in nanoseconds.
  public mutating func set(_ timer: Timer, deadline: UInt64) {
    if count == capacity { grow() }
    guard let heap = unsafe heap else { return }
    let entry = unsafe Entry(
      deadline: deadline, sequence: nextSequence,
      timer: Unmanaged.passRetained(timer))
    nextSequence &+= 1
    count &+= 1
    unsafe Self.siftUp(entry, from: count &- 1, heap)
  }

  /// Cancels a timer.
  ///
  /// - Complexity: O(log n).
  ///
  /// - Returns: Whether it was set.
  @discardableResult
  public mutating func cancel(_ timer: Timer) -> Bool {
    let position = timer.queuePosition
    guard position >= 0, let heap = unsafe heap else { return false }
    precondition(position < count, "a timer is in another queue")
    _ = unsafe remove(at: position, heap)
    return true
  }

  /// Takes the earliest timer whose deadline has come.
  ///
  /// - Parameter now: The present, in nanoseconds.
  /// - Returns: The timer; nil if no deadline has come.
  @inline(__always)
  public mutating func popExpired(now: UInt64) -> Timer? {
    guard let deadline = nextDeadline, deadline <= now, let heap = unsafe heap else { return nil }
    return unsafe remove(at: 0, heap)
  }

  /// Visits the timers, in no order.
  ///
  /// - Parameter body: Takes when one expires, in nanoseconds, and the address of its object.
  public func forEach(_ body: (_ deadline: UInt64, _ object: UInt64) -> Void) {
    guard let heap = unsafe heap else { return }
    for position in 0..<count {
      let object = unsafe UInt64(UInt(bitPattern: heap[position].timer.toOpaque()))
      unsafe body(heap[position].deadline, object)
    }
  }

  private mutating func remove(
    at position: Int, _ heap: UnsafeMutablePointer<Entry>
  ) -> Timer {
    let timer = unsafe heap[position].timer.takeRetainedValue()
    timer.queuePosition = -1
    count &-= 1
    if position < count {
      // The last one is late, as a rule: the gap goes down to the bottom, and it up from there.
      let last = unsafe heap[count]
      let gap = unsafe Self.sinkGap(from: position, count: count, heap)
      unsafe Self.siftUp(last, from: gap, heap)
    }
    if count == 0, capacity > Self.keptCapacity {
      unsafe heap.deallocate()
      unsafe self.heap = nil
      capacity = 0
    }
    return timer
  }

  // MARK: The heap

  /// Moves an entry from a gap up to where it belongs.
  @inline(__always)
  private static func siftUp(
    _ entry: Entry, from start: Int, _ heap: UnsafeMutablePointer<Entry>
  ) {
    var position = start
    while position > 0 {
      let parent = (position &- 1) >> 1
      guard unsafe entry.precedes(heap[parent]) else { break }
      unsafe move(heap[parent], to: position, heap)
      position = parent
    }
    unsafe move(entry, to: position, heap)
  }

  /// Fills a gap with the earlier of the entries below it, down to the bottom.
  ///
  /// - Returns: Where the gap is then.
  @inline(__always)
  private static func sinkGap(
    from start: Int, count: Int, _ heap: UnsafeMutablePointer<Entry>
  ) -> Int {
    var position = start
    while true {
      var child = position &* 2 &+ 1
      guard child < count else { return position }
      if child &+ 1 < count, unsafe heap[child &+ 1].precedes(heap[child]) { child &+= 1 }
      unsafe move(heap[child], to: position, heap)
      position = child
    }
  }

  @inline(__always)
  private static func move(
    _ entry: Entry, to position: Int, _ heap: UnsafeMutablePointer<Entry>
  ) {
    unsafe heap[position] = entry
    unsafe entry.timer._withUnsafeGuaranteedRef { $0.queuePosition = position }
  }

  private mutating func grow() {
    let newCapacity = max(capacity * 2, Self.keptCapacity)
    let newHeap = UnsafeMutablePointer<Entry>.allocate(capacity: newCapacity)
    if let heap = unsafe heap {
      unsafe newHeap.moveInitialize(from: heap, count: count)
      unsafe heap.deallocate()
    }
    unsafe heap = unsafe newHeap
    capacity = newCapacity
  }

  /// Room that stays when no timer is left.
  private static var keptCapacity: Int { 16 }
}
