public import Net
public import Wire

/// Asks one server after the other for the time, as a function of messages and time.
///
/// Each is asked twice at most; one that refuses, or whose clock is not set, only once.
public struct SNTPClient: Sendable {
  /// What to do next.
  public enum Step: Equatable, Sendable {
    /// Send a question, from a port of its own, and wait for answers to it.
    case ask([UInt8], server: Endpoint, until: Instant)
    /// Somebody told the time.
    case finished(SNTPReading)
    /// Nobody did; this was the last reason.
    case failed(SNTPError)
  }

  /// The servers' port.
  ///
  /// Source: RFC 5905, section 7.2.
  public static let port: Port = 123
  /// How long an answer is waited for, in nanoseconds.
  static let patience: UInt64 = 2_000_000_000

  private let servers: [Endpoint]
  private var random: RandomSource
  private var request: SNTPRequest?
  private var index = 0
  private var tryCount = 0

  /// Makes a client.
  ///
  /// - Parameters:
  ///   - servers: Whom it asks, the preferred one first.
  ///   - seed: Entropy; who knows it can answer in a server's place.
  public init(servers: [Endpoint], seed: UInt64) {
    self.servers = servers
    random = RandomSource(seed: seed)
  }

  /// Asks the first server.
  public mutating func start(at now: Instant) -> Step { ask(at: now, after: .noServer) }

  /// Takes a datagram that arrived at the present question's port.
  ///
  /// - Returns: What to do next; nil if the datagram means nothing.
  public mutating func receive(_ bytes: RawSpan, from sender: Endpoint, at now: Instant) -> Step? {
    guard let request, index < servers.count, sender == servers[index] else { return nil }
    do throws(SNTPError) {
      return try request.read(bytes, at: now).map { Step.finished($0) }
    } catch {
      // What nobody could have read is passed over: a forger must not end the question.
      if error == .malformed { return nil }
      return next(at: now, after: error)
    }
  }

  /// Is told that no answer came in time, or that the question could not be sent.
  public mutating func giveUp(at now: Instant, because error: SNTPError = .timedOut) -> Step {
    tryCount += 1
    return tryCount < 2 ? ask(at: now, after: error) : next(at: now, after: error)
  }

  private mutating func next(at now: Instant, after error: SNTPError) -> Step {
    index += 1
    tryCount = 0
    return ask(at: now, after: error)
  }

  private mutating func ask(at now: Instant, after error: SNTPError) -> Step {
    guard index < servers.count else {
      request = nil
      return .failed(error)
    }
    let request = SNTPRequest(number: random.next(), at: now)
    self.request = request
    return .ask(
      request.bytes, server: servers[index],
      until: now.advanced(byNanoseconds: Self.patience))
  }
}
