public import DNS
public import Net
internal import Wire

// Resolver: names to records, by asking servers that resolve for others.
//
// Functions of bytes and time: it knows no socket and no clock. `Resolver` holds what lasts, the
// servers and the cache; a `Lookup` is one question on its way, and tells whom to ask next.
//
// Read first: RFC 1034, section 5.3.1; RFC 2308 for denials; RFC 5452 for what makes answers hard
// to forge.

/// What a stub resolver knows: whom to ask, and what it was told and may still believe.
public struct Resolver: Sendable {
  /// What becomes of a question.
  public enum Start: Sendable {
    /// The answer is known.
    case known(ResolverAnswer)
    /// It has to be asked; `finish` must be told of the end.
    case asked(Lookup)
  }

  /// Whom it asks, the preferred one first, and how.
  public var settings: ResolverSettings {
    didSet {
      cache.settings = settings
      guard settings.servers != oldValue.servers else { return }
      preferred = 0
      // The others may know.
      cache.removeFailures()
    }
  }
  /// What it was told.
  public private(set) var cache: ResolverCache
  private var random: RandomSource
  /// The server that answered last.
  private var preferred = 0

  /// Makes a resolver that knows nothing yet.
  ///
  /// - Parameters:
  ///   - settings: Whom it asks, and how.
  ///   - seed: Entropy; who knows it can forge answers.
  public init(_ settings: ResolverSettings, seed: UInt64) {
    self.settings = settings
    cache = ResolverCache(settings)
    random = RandomSource(seed: seed)
  }

  /// Begins to look a name up.
  ///
  /// Names that no server is to be asked for are answered here: localhost and invalid.
  ///
  /// Source: RFC 6761, sections 6.3 and 6.4.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - type: What is wanted of it.
  ///   - now: The present.
  /// - Returns: The answer, or a question on its way.
  public mutating func start(_ name: Name, _ type: RecordType, at now: Instant) -> Start {
    let name = name.lowercased
    if let special = ResolverAnswer(special: name, type) { return .known(special) }
    if let known = cache.find(name, type, at: now) { return .known(known) }
    return .asked(
      Lookup(name, type, settings, firstServer: preferred, seed: random.next()))
  }

  /// Takes the end of a question: it is remembered, if it may be.
  public mutating func finish(_ lookup: Lookup, with answer: ResolverAnswer, at now: Instant) {
    if let server = lookup.answeringServer, lookup.settings.servers == settings.servers {
      preferred = server
    }
    cache.insert(answer, for: lookup.name, lookup.type, at: now)
  }

  /// Takes note that nobody answered: not to be asked again for a while.
  ///
  /// What failed here, before anybody was asked, is tried again at once.
  ///
  /// - Parameters:
  ///   - lookup: The question.
  ///   - error: Why it has no answer.
  ///   - now: The present.
  public mutating func fail(_ lookup: Lookup, with error: ResolveError, at now: Instant) {
    switch error {
    case .timedOut, .serverFailed, .badAnswer: break
    case .notAName, .nameNotFound, .noData, .noServer, .busy, .cancelled: return
    }
    guard lookup.wasAsked, lookup.settings.servers == settings.servers else { return }
    cache.insert(
      ResolverAnswer(.failure(error), name: lookup.name, seconds: ResolverCache.failureSeconds),
      for: lookup.name, lookup.type, at: now)
  }
}
