/// Things that wait for their turn, in the order in which they came; one that has had it is let go.
///
/// A queue that is never empty must not grow for ever: what was taken is forgotten at once, and its
/// places before they are as many as those of what still waits, a few aside.
public struct WaitingRow<Element: AnyObject> {
  private var places: [Element?] = []
  private var start = 0

  /// How many empty places do not matter.
  private static var slack: Int { 32 }

  /// Starts empty.
  public init() {}

  /// How many wait.
  public var count: Int { places.count - start }

  /// How many places there are, empty ones included.
  var placeCount: Int { places.count }

  /// What has waited longest; nil if nothing waits.
  public var first: Element? { start < places.count ? places[start] : nil }

  /// Adds something at the end.
  public mutating func append(_ element: Element) { places.append(element) }

  /// Takes what has waited longest out.
  ///
  /// - Precondition: Something waits.
  public mutating func removeFirst() {
    places[start] = nil
    start += 1
    // What is moved is no more than what was taken since the last time.
    guard start == places.count || start > Self.slack && 2 * start > places.count else { return }
    places.removeFirst(start)
    start = 0
  }
}
