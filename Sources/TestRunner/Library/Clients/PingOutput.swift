/// What `ping` prints at its end.
///
/// Source: iputils 20221126, ping/ping_common.c, `finish`.
struct PingOutput: Equatable {
  var sentCount = 0
  var receivedCount = 0
  var duplicateCount = 0
  var errorCount = 0
  /// The highest number of a request that was answered; 0 if none is known to be.
  var lastAnswered = 0
  /// Answers whose payload is not that of the request.
  var corruptCount = 0
  /// Shortest, mean and longest time from request to answer; nil without answers.
  var roundTrip: RoundTrip?

  /// No client counts further, so that sums of what it says can be made.
  private static let highestCount = 1_000_000_000

  struct RoundTrip: Equatable {
    var shortest: Duration
    var mean: Duration
    var longest: Duration
  }

  /// Reads everything that the client printed; nil if it has no summary.
  init?(parsing text: String) {
    var hasSummary = false
    for line in text.split(separator: "\n") {
      if line.contains(" packets transmitted, ") {
        hasSummary = true
        readCounts(line)
      } else if line.hasPrefix("rtt min/avg/max") {
        readTimes(line)
      } else if let number = Self.number(of: line) {
        lastAnswered = max(lastAnswered, number)
      } else if line.contains("wrong data byte") {
        corruptCount += 1
      }
    }
    if !hasSummary { return nil }
  }

  /// The number of the request that a line calls answered.
  private static func number(of line: Substring) -> Int? {
    guard line.contains(" bytes from "), let start = line.firstRange(of: "icmp_seq=")?.upperBound
    else { return nil }
    return Int(line[start...].prefix { $0.isNumber }).map { min($0, highestCount) }
  }

  /// How many of the last requests the client did not wait for.
  ///
  /// Once one request has been answered, it waits for what is missing only twice as long as the
  /// slowest answer took, or one interval, whatever it was told (iputils 20221126,
  /// ping/ping_common.c, `__schedule_exit`): on a busy host an answer comes later than that.
  var unheardCount: Int {
    let isEndOnly = lastAnswered > 0 && receivedCount == lastAnswered && duplicateCount == 0
    return isEndOnly && errorCount == 0 ? max(sentCount - receivedCount, 0) : 0
  }

  /// Adds the answers to requests that were made once more, instead of those not waited for.
  mutating func add(_ again: PingOutput) {
    receivedCount += again.receivedCount
    duplicateCount += again.duplicateCount
    errorCount += again.errorCount
    corruptCount += again.corruptCount
    guard let own = roundTrip, let other = again.roundTrip else { return }
    roundTrip?.shortest = min(own.shortest, other.shortest)
    roundTrip?.longest = max(own.longest, other.longest)
  }

  private mutating func readCounts(_ line: Substring) {
    for part in line.split(separator: ", ") {
      guard let number = Int(part.drop { $0 == "+" }.prefix { $0.isNumber }) else { continue }
      let count = min(number, Self.highestCount)
      if part.hasSuffix("transmitted") { sentCount = count }
      if part.hasSuffix("received") { receivedCount = count }
      if part.hasSuffix("duplicates") { duplicateCount = count }
      if part.hasSuffix("errors") { errorCount = count }
      if part.hasSuffix("corrupted") { corruptCount = max(corruptCount, count) }
    }
  }

  private mutating func readTimes(_ line: Substring) {
    guard let start = line.firstRange(of: " = ")?.upperBound else { return }
    let numbers = line[start...].prefix { $0 != " " }.split(separator: "/").compactMap {
      DurationText.parse("\($0)ms")
    }
    guard numbers.count >= 3 else { return }
    roundTrip = RoundTrip(shortest: numbers[0], mean: numbers[1], longest: numbers[2])
  }

  /// What is wrong with this result; nil if the step's expectations hold.
  func mismatch(_ step: PingStep) -> String? {
    if corruptCount > 0 { return "\(corruptCount) answers hold other data than was sent" }
    if duplicateCount > 0 { return "\(duplicateCount) requests were answered more than once" }
    // A client that was told to send more and did not has met an error of the host.
    if sentCount < step.count { return "only \(sentCount) of \(step.count) requests were sent" }
    if sentCount > step.count {
      return "ping counts \(sentCount) requests, and was asked for \(step.count)"
    }
    if receivedCount > sentCount {
      return "ping counts \(receivedCount) answers to \(sentCount) requests"
    }
    let lostCount = sentCount - receivedCount
    guard lostCount > step.allowedLoss else { return nil }
    let errors = errorCount > 0 ? ", \(errorCount) came back as errors" : ""
    return "\(lostCount) of \(sentCount) requests were not answered\(errors)"
  }
}
