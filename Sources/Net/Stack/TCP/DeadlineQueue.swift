/// Which connection has something to do next: a binary heap of deadlines, one for each index.
///
/// A deadline that moves later is left where it is until it comes up: most timers are put off again
/// and again and never expire.
struct DeadlineQueue {
  private struct Entry {
    var deadline: Instant
    var index: Int
  }

  private var heap: [Entry] = []
  /// Place of each index in the heap; -1 if it is not there.
  private var places: [Int32] = []

  /// The earliest deadline, or one that has been put off since; nil if there is none.
  var earliest: Instant? { heap.first?.deadline }

  /// Makes sure that an index comes up no later than at a deadline.
  mutating func set(_ index: Int, deadline: Instant) {
    while places.count <= index { places.append(-1) }
    let place = Int(places[index])
    if place < 0 {
      guard deadline != TCPTimers.never else { return }
      let entry = Entry(deadline: deadline, index: index)
      heap.append(entry)
      siftUp(entry, from: heap.count - 1)
    } else if deadline < heap[place].deadline {
      siftUp(Entry(deadline: deadline, index: index), from: place)
    }
  }

  /// Takes out an index whose deadline has come.
  mutating func popDue(now: Instant) -> Int? {
    guard let first = heap.first, first.deadline <= now else { return nil }
    remove(first.index)
    return first.index
  }

  /// Takes out an index.
  mutating func remove(_ index: Int) {
    guard index < places.count, places[index] >= 0 else { return }
    let place = Int(places[index])
    places[index] = -1
    let last = heap.removeLast()
    guard place < heap.count else { return }
    // The last one is late, as a rule: the gap goes down to the bottom, and it up from there.
    siftUp(last, from: sinkGap(from: place))
  }

  /// Moves an entry from a gap up to where it belongs.
  private mutating func siftUp(_ entry: Entry, from start: Int) {
    var place = start
    while place > 0 {
      let parent = (place - 1) / 2
      guard entry.deadline < heap[parent].deadline else { break }
      move(heap[parent], to: place)
      place = parent
    }
    move(entry, to: place)
  }

  /// Fills a gap with the earlier of the entries below it, down to the bottom.
  ///
  /// - Returns: Where the gap is then.
  private mutating func sinkGap(from start: Int) -> Int {
    var place = start
    while true {
      var child = 2 * place + 1
      guard child < heap.count else { return place }
      if child + 1 < heap.count, heap[child + 1].deadline < heap[child].deadline { child += 1 }
      move(heap[child], to: place)
      place = child
    }
  }

  private mutating func move(_ entry: Entry, to place: Int) {
    heap[place] = entry
    places[entry.index] = Int32(place)
  }
}
