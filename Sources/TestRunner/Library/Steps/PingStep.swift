/// Echo requests that must be answered.
public struct PingStep: Equatable, Sendable {
  public var count = 1
  /// Payload of one request, in bytes; nil means the client's own choice, 56.
  public var byteCount: Int?
  public var pace = Pace.interval(.milliseconds(2))
  /// Requests that may stay without an answer.
  public var allowedLoss = 0

  public init(count: Int = 1) {
    self.count = count
  }

  /// When the next request leaves.
  public enum Pace: Equatable, Sendable {
    case interval(Duration)
    /// As soon as the last one is answered, or after 10 ms.
    case flood
  }

  var title: String {
    var title = "ping \(count)"
    if let byteCount { title += ", \(byteCount) bytes" }
    if pace == .flood { title += ", flood" }
    return title
  }

  /// The client's command line.
  ///
  /// - Parameters:
  ///   - address: The guest's address.
  ///   - limit: How long the client waits for the last answers.
  /// - Returns: The words, the program first.
  func arguments(address: String, limit: Duration) -> [String] {
    var arguments = ["ping", "-n", "-c", "\(count)"]
    switch pace {
    case .flood: arguments += ["-f", "-q"]
    case .interval(let interval): arguments += ["-i", DurationText.seconds(interval)]
    }
    if let byteCount { arguments += ["-s", "\(byteCount)"] }
    // What is not lost may be late on a busy host; what may be lost is not waited for so long.
    let wait = min(limit, .seconds(allowedLoss == 0 ? 5 : 2))
    return arguments + ["-W", DurationText.seconds(wait), address]
  }

  /// The step that asks once more for what the client did not wait for, slowly enough to hear it.
  ///
  /// - Parameter output: What the client printed.
  /// - Returns: The step; nil if the client's word stands.
  func again(after output: PingOutput) -> PingStep? {
    guard output.unheardCount > allowedLoss else { return nil }
    var step = self
    step.count = output.unheardCount
    step.pace = .interval(.seconds(1))
    return step
  }
}
