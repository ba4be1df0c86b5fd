internal import DNS
internal import Net

/// Answers that were given and may still be believed, of bounded number and size.
///
/// Source: RFC 1035, section 7.4; RFC 2308, section 5; RFC 9520 for failures.
public struct ResolverCache: Sendable {
  /// For how long a question that nobody could answer is not asked again, in seconds.
  static let failureSeconds: UInt32 = 5
  /// The largest answer that is kept, in bytes; larger ones are asked for each time.
  static let largestAnswer = 2048

  private struct Entry: Sendable {
    let name: Name
    let type: RecordType
    let answer: ResolverAnswer
    let end: Instant
    var lastUse: UInt64
  }

  /// How many answers are kept, and for how long.
  var settings: ResolverSettings
  private var entries: [Entry] = []
  private var useCount: UInt64 = 0

  init(_ settings: ResolverSettings) { self.settings = settings }

  /// Number of answers that are kept, those that nobody may believe any more included.
  public var count: Int { entries.count }

  /// Forgets everything.
  public mutating func removeAll() { entries = [] }

  /// Forgets what nobody could answer.
  mutating func removeFailures() {
    entries.removeAll { entry in
      if case .failure = entry.answer.outcome { true } else { false }
    }
  }

  /// What is known of a name in small letters, with the seconds that are left.
  mutating func find(_ name: Name, _ type: RecordType, at now: Instant) -> ResolverAnswer? {
    guard let index = index(of: name, type) else { return nil }
    guard entries[index].end > now else {
      entries.remove(at: index)
      return nil
    }
    useCount += 1
    entries[index].lastUse = useCount
    let answer = entries[index].answer
    let left = entries[index].end.nanoseconds(since: now) / 1_000_000_000
    return ResolverAnswer(
      answer.outcome, name: answer.name, seconds: UInt32(truncatingIfNeeded: left))
  }

  /// Keeps an answer for its time, in the place of one that has not been asked for longest.
  mutating func insert(
    _ answer: ResolverAnswer, for name: Name, _ type: RecordType, at now: Instant
  ) {
    var limit = settings.maximumSeconds
    var byteCount = name.bytes.count + answer.name.bytes.count
    switch answer.outcome {
    case .records(let data): for record in data { byteCount += record.count }
    case .nameNotFound, .noData: limit = min(limit, settings.maximumDenialSeconds)
    case .failure: break
    }
    if let index = index(of: name, type) { entries.remove(at: index) }
    let seconds = min(answer.seconds, limit)
    guard seconds > 0, byteCount <= Self.largestAnswer, settings.cacheCapacity > 0 else { return }
    if entries.count >= settings.cacheCapacity { makeRoom(at: now) }
    useCount += 1
    entries.append(
      Entry(
        name: name, type: type, answer: answer,
        end: now.advanced(byNanoseconds: UInt64(seconds) * 1_000_000_000), lastUse: useCount))
  }

  private func index(of name: Name, _ type: RecordType) -> Int? {
    entries.firstIndex { $0.type == type && $0.name == name }
  }

  private mutating func makeRoom(at now: Instant) {
    entries.removeAll { $0.end <= now }
    while entries.count >= settings.cacheCapacity,
      let oldest = entries.indices.min(by: { entries[$0].lastUse < entries[$1].lastUse })
    {
      entries.remove(at: oldest)
    }
  }
}
