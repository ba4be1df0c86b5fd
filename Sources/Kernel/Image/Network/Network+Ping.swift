public import Net
public import Time
public import Wire

/// What became of one echo request.
public enum PingOutcome: Equatable, Sendable {
  /// It was answered after this time, with so many hops left.
  case answered(after: Duration, timeToLive: UInt8)
  /// A router or the host says why it was not delivered.
  case failed(PacketReport.Reason, by: IPv4Address)
  /// Nothing came in time.
  case lost
}

/// One router on the way to a host, or the host itself.
public struct Hop: Equatable, Sendable {
  /// Who answered; nil if nobody did.
  public let address: IPv4Address?
  /// When it answered, after the request.
  public let roundTrip: Duration?
  /// Why the way ends here, if a router says so; nil where it goes on, and at the host.
  public let end: PacketReport.Reason?
}

extension Network {
  /// Asks a host for echoes, one request after the other.
  ///
  ///     for outcome in try await system.network.ping(gateway, count: 3) {
  ///       if case .answered(let time, _) = outcome { … }
  ///     }
  ///
  /// The guest's own addresses can be asked after `enableLoopback`, and more than fits into a
  /// packet after `enableFragments`. A cancelled task gets the outcomes so far.
  ///
  /// - Parameters:
  ///   - address: Who is asked.
  ///   - count: How many requests are sent.
  ///   - timeout: How long an answer is waited for.
  ///   - interval: Time between requests, if the answer does not take longer.
  ///   - payloadByteCount: How many bytes are sent along, at most 65,507.
  /// - Returns: What became of each request.
  /// - Throws: `unreachable` if no route leads there, `tooLong`, `noBuffer` or `linkDown`.
  public func ping(
    _ address: IPv4Address, count: Int = 1, timeout: Duration = .seconds(1),
    interval: Duration = .zero, payloadByteCount: Int = 56
  ) async throws(SendError) -> [PingOutcome] {
    var outcomes: [PingOutcome] = []
    for index in 0..<count {
      let start = MonotonicInstant.now
      let event = try await ask(address, timeout, payloadByteCount, timeToLive: 64)
      guard !Task.isCancelled else { break }
      outcomes.append(Self.outcome(event, since: start))
      let rest = start + interval - .now
      if index + 1 < count, rest > .zero { try? await Task.sleep(for: rest) }
    }
    return outcomes
  }

  /// Finds the routers on the way to a host, by echo requests that may take one hop, two, and on.
  ///
  /// - Parameters:
  ///   - address: Where the way leads.
  ///   - maximumHops: How long it may be.
  ///   - timeout: How long each router's answer is waited for.
  /// - Returns: The routers in order; the last is the host if it was reached.
  /// - Throws: As `ping` does.
  public func traceroute(
    to address: IPv4Address, maximumHops: UInt8 = 30, timeout: Duration = .seconds(1)
  ) async throws(SendError) -> [Hop] {
    var hops: [Hop] = []
    for timeToLive in 1...max(maximumHops, 1) {
      let start = MonotonicInstant.now
      let event = try await ask(address, timeout, 32, timeToLive: timeToLive)
      guard !Task.isCancelled else { break }
      switch event {
      case .reply(let reply):
        hops.append(
          Hop(address: reply.source, roundTrip: Self.time(reply.arrival, since: start), end: nil))
        return hops
      case .report(let report, let arrival):
        let end = report.reason == .tooManyHops ? nil : report.reason
        hops.append(
          Hop(
            address: report.reporter, roundTrip: Self.time(arrival, since: start), end: end))
        if end != nil { return hops }
      case nil: hops.append(Hop(address: nil, roundTrip: nil, end: nil))
      }
    }
    return hops
  }

  private func ask(
    _ address: IPv4Address, _ timeout: Duration, _ payloadByteCount: Int, timeToLive: UInt8
  ) async throws(SendError) -> EchoEvent? {
    guard unsafe network != nil else { throw .unreachable }
    return try await EchoRequests.ask(
      address, payloadByteCount: payloadByteCount, timeToLive: timeToLive,
      deadline: (MonotonicInstant.now + timeout).nanoseconds)
  }

  private static func outcome(_ event: EchoEvent?, since start: MonotonicInstant) -> PingOutcome {
    switch event {
    case .reply(let reply):
      .answered(after: time(reply.arrival, since: start), timeToLive: reply.timeToLive)
    case .report(let report, _): .failed(report.reason, by: report.reporter)
    case nil: .lost
    }
  }

  private static func time(_ arrival: Instant, since start: MonotonicInstant) -> Duration {
    .nanoseconds(Int64(arrival.nanoseconds) - Int64(start.nanoseconds))
  }
}
