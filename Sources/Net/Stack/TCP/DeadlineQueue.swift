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
      heap.append(Entry(deadline: deadline, index: index))
      places[index] = Int32(heap.count - 1)
      siftUp(heap.count - 1)
    } else if deadline < heap[place].deadline {
      heap[place].deadline = deadline
      siftUp(place)
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
    heap[place] = last
    places[last.index] = Int32(place)
    siftUp(place)
    siftDown(Int(places[last.index]))
  }

  private mutating func siftUp(_ start: Int) {
    var place = start
    while place > 0 {
      let parent = (place - 1) / 2
      guard heap[place].deadline < heap[parent].deadline else { return }
      exchange(place, parent)
      place = parent
    }
  }

  private mutating func siftDown(_ start: Int) {
    var place = start
    while true {
      var least = place
      for child in 2 * place + 1..<2 * place + 3 where child < heap.count {
        if heap[child].deadline < heap[least].deadline { least = child }
      }
      guard least != place else { return }
      exchange(place, least)
      place = least
    }
  }

  private mutating func exchange(_ left: Int, _ right: Int) {
    heap.swapAt(left, right)
    places[heap[left].index] = Int32(left)
    places[heap[right].index] = Int32(right)
  }
}
