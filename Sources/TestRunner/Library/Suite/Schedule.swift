/// Decides which test of a suite starts next: the longest first, those that want to be alone last.
///
/// Tests that only wait, for a clock or a peer, take none of the places: as many of them as there
/// are places run beside the others, so that the processors need not wait, too.
///
/// It knows no clock and starts nothing; who uses it says what has ended.
struct Schedule {
  /// What counts about a test.
  struct Item: Equatable {
    /// Places that it takes of those that run at the same time; 0 if it mostly waits.
    var weight = 1
    /// Whether nothing else may run beside it.
    var isAlone = false
    /// How long it usually takes; nil if that is not known.
    var usual: Duration?
    /// Whether it comes before all others, because it has failed.
    var isUrgent = false
  }

  private let items: [Item]
  private let placeCount: Int
  /// What has not been started, in the order in which it is wanted.
  private var waiting: [Int]
  private var running: Set<Int> = []

  /// Makes a schedule.
  ///
  /// - Parameters:
  ///   - items: The tests.
  ///   - placeCount: How many run at the same time, at least 1.
  init(_ items: [Item], placeCount: Int) {
    self.items = items
    self.placeCount = placeCount
    waiting = items.indices.sorted { Self.precedes(items[$0], $0, items[$1], $1) }
  }

  /// Whether everything was started and has ended.
  var isDone: Bool { waiting.isEmpty && running.isEmpty }

  var runningCount: Int { running.count }

  /// Starts the next test, if one may start now.
  ///
  /// - Returns: Its place in the list; nil if none can start before another ends.
  mutating func next() -> Int? {
    guard let place = waiting.firstIndex(where: mayStart) else { return nil }
    let index = waiting.remove(at: place)
    running.insert(index)
    return index
  }

  /// Takes note of a test's end.
  mutating func finish(_ index: Int) {
    running.remove(index)
  }

  /// Forgets everything that was not started.
  ///
  /// - Returns: How many tests that are.
  @discardableResult
  mutating func abandon() -> Int {
    defer { waiting.removeAll() }
    return waiting.count
  }

  /// How long the rest will take if every test takes as long as usual.
  ///
  /// - Parameter elapsed: How long each running test has been at it.
  /// - Returns: Nil as long as no test's usual time is known.
  func timeLeft(elapsed: [Int: Duration]) -> Duration? {
    let known = items.compactMap(\.usual)
    guard !known.isEmpty else { return nil }
    let guess = known.reduce(.zero, +) / known.count
    let rest = { (index: Int) in
      max((items[index].usual ?? guess) - (elapsed[index] ?? .zero), .zero)
    }
    var (alone, ends) = (Duration.zero, [[Duration]](repeating: [], count: 2))
    // Those that only wait have places of their own.
    for lane in 0..<2 {
      ends[lane] = running.filter { self.lane($0) == lane }.map(rest)
      ends[lane] += Array(repeating: .zero, count: max(0, placeCount - ends[lane].count))
    }
    for index in waiting {
      let (duration, lane) = (items[index].usual ?? guess, lane(index))
      if items[index].isAlone {
        alone += duration
        continue
      }
      // A heavy test takes the places that become free first.
      ends[lane].sort()
      let count = min(max(weight(index), 1), ends[lane].count)
      let start = ends[lane][count - 1]
      for place in 0..<count { ends[lane][place] = start + duration }
    }
    return (ends.joined().max() ?? .zero) + alone
  }

  /// 0 for a test that takes places, 1 for one that only waits.
  private func lane(_ index: Int) -> Int { items[index].weight > 0 ? 0 : 1 }

  private func mayStart(_ index: Int) -> Bool {
    if items[index].isAlone { return running.isEmpty }
    guard !running.contains(where: { items[$0].isAlone }) else { return false }
    guard weight(index) > 0 else { return running.count { weight($0) == 0 } < placeCount }
    return running.reduce(0) { $0 + weight($1) } + weight(index) <= placeCount
  }

  /// A test heavier than all places takes them all.
  private func weight(_ index: Int) -> Int { min(max(items[index].weight, 0), placeCount) }

  private static func precedes(_ left: Item, _ leftPlace: Int, _ right: Item, _ rightPlace: Int)
    -> Bool
  {
    if left.isUrgent != right.isUrgent { return left.isUrgent }
    if left.isAlone != right.isAlone { return right.isAlone }
    // What nobody knows the duration of may be the longest.
    let (first, second) = (left.usual ?? .seconds(1 << 30), right.usual ?? .seconds(1 << 30))
    return first == second ? leftPlace < rightPlace : first > second
  }
}
