internal import Foundation

/// A search for a regular expression that keeps a limit.
///
/// Swift's engine goes back and tries anew: some expressions take longer than the world will last
/// for some texts, and nothing stops it. It works on a thread of its own, which is left behind when
/// the time is over; it ends with the program.
enum PatternSearch {
  /// What came of it.
  enum Outcome: Equatable, Sendable {
    /// The first text that matches somewhere.
    case found(Int)
    case absent
    /// The time was over.
    case late
    /// Somebody has stopped the run.
    case stopped
  }

  /// How often it is asked whether somebody has stopped the run.
  private static let slice = Duration.milliseconds(200)

  /// Looks for a regular expression.
  ///
  /// - Parameters:
  ///   - pattern: The expression; one that is none fits nothing.
  ///   - texts: Where to look, text by text.
  ///   - deadline: When to give up.
  ///   - isStopped: Whether somebody has stopped the run.
  /// - Returns: What came of it.
  static func first(
    _ pattern: String, in texts: [String], until deadline: ContinuousClock.Instant,
    isStopped: () -> Bool = { false }
  ) -> Outcome {
    guard !texts.isEmpty else { return .absent }
    let inbox = Inbox<Outcome>()
    let thread = Thread {
      let place = (try? Regex(pattern)).flatMap { regex in
        texts.firstIndex { $0.firstMatch(of: regex) != nil }
      }
      inbox.post(place.map { .found($0) } ?? .absent)
    }
    // What is left of a stack after a long expression.
    thread.stackSize = 8 << 20
    thread.start()
    while true {
      let rest = deadline - ContinuousClock.now
      if let outcome = inbox.take(within: max(.zero, min(rest, slice))).first { return outcome }
      if isStopped() { return .stopped }
      if ContinuousClock.now >= deadline { return .late }
    }
  }
}
