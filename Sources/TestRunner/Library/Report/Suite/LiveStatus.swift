/// What a person sees at the bottom of a terminal while a suite runs: a value, and its lines.
struct LiveStatus: Equatable {
  /// A test that runs.
  struct Running: Equatable {
    var name: String
    var start: Duration
    /// What it is at.
    var activity: String
    var isSlow = false
  }

  /// How many running tests are shown at most.
  static let shownCount = 8

  var caseCount = 0
  var endedCount = 0
  var failedCount = 0
  /// By the number within the run.
  var running: [Int: Running] = [:]
  var timeLeft: Duration?

  /// The lines, none longer than a width.
  ///
  /// - Parameters:
  ///   - time: Now, since the start of the run.
  ///   - width: How many characters fit.
  /// - Returns: None if nothing runs.
  func lines(at time: Duration, width: Int) -> [String] {
    guard !running.isEmpty else { return [] }
    let oldest = running.sorted { ($0.value.start, $0.key) < ($1.value.start, $1.key) }
    var lines = oldest.prefix(Self.shownCount).map { _, test in
      let seconds = DurationText.fixed(
        DurationText.milliseconds(time - test.start) / 1000, digits: 1)
      let gap = String(repeating: " ", count: max(0, 7 - seconds.count))
      let mark = test.isSlow ? "!" : " "
      return Self.cut("\(mark)\(gap)\(seconds) s  \(test.name)  \(test.activity)", to: width)
    }
    if oldest.count > Self.shownCount {
      lines.append(Self.cut("    … and \(oldest.count - Self.shownCount) more", to: width))
    }
    lines.append(Self.cut(progress(width: width), to: width))
    return lines
  }

  private func progress(width: Int) -> String {
    let cells = min(30, max(5, width - 50))
    let full = caseCount > 0 ? min(cells, endedCount * cells / caseCount) : 0
    let bar = String(repeating: "#", count: full) + String(repeating: "-", count: cells - full)
    var text = "[\(bar)] \(endedCount) of \(caseCount)"
    if failedCount > 0 { text += ", \(failedCount) failed" }
    if let timeLeft { text += ", about \(Self.clock(timeLeft)) left" }
    return text
  }

  /// Minutes and seconds.
  static func clock(_ duration: Duration) -> String {
    let seconds = Int((DurationText.milliseconds(duration) / 1000).rounded(.up))
    let rest = seconds % 60
    return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
  }

  private static func cut(_ text: String, to width: Int) -> String {
    let visible = ConsoleText.visible(text)
    guard visible.count > width else { return visible }
    return String(visible.prefix(max(0, width - 1))) + "…"
  }
}
