internal import DNS
internal import Net
internal import Resolver
internal import Time
internal import Wire
internal import _Concurrency

/// The resolver of the guest, between its questions and the tasks that ask.
///
/// Who asks what is being asked already waits for that answer: two equal questions on their way
/// would give a forger two chances (RFC 5452, section 5).
final class ResolverDriver: @unchecked Sendable {
  /// The resolver; made when a service asks for it first.
  static let shared = ResolverDriver()

  private var resolver: Resolver
  private var pending: [PendingLookup] = []

  /// The most questions on their way at once.
  private static var pendingLimit: Int { 32 }

  private init() {
    resolver = Resolver(ResolverSettings(servers: []), seed: EntropyPool.word())
  }

  /// How it asks, and whom.
  var settings: ResolverSettings {
    get { resolver.settings }
    set { resolver.settings = newValue }
  }

  /// Looks a name up, or waits for who does so already.
  func look(up name: Name, _ type: RecordType) async throws(ResolveError) -> ResolverAnswer {
    while true {
      let servers = NameServers.all.map { Endpoint(address: $0, port: ResolverSettings.port) }
      if resolver.settings.servers != servers { resolver.settings.servers = servers }
      switch resolver.start(name, type, at: .now) {
      case .known(let answer): return answer
      case .asked(let lookup):
        if let other = pending.first(where: { $0.name == lookup.name && $0.type == type }) {
          guard !Task.isCancelled else { throw .cancelled }
          if let result = await other.wait() { return try result.get() }
          continue
        }
        guard pending.count < Self.pendingLimit else { throw .busy }
        return try await perform(lookup)
      }
    }
  }

  private func perform(_ lookup: Lookup) async throws(ResolveError) -> ResolverAnswer {
    let entry = PendingLookup(lookup.name, lookup.type)
    pending.append(entry)
    var lookup = lookup
    let result = await ask(&lookup)
    pending.removeAll { $0 === entry }
    switch result {
    case .success(let answer): resolver.finish(lookup, with: answer, at: .now)
    case .failure(let error): resolver.fail(lookup, with: error, at: .now)
    }
    // Who waited for a question that was given up asks it himself.
    entry.end(with: result == .failure(.cancelled) ? nil : result)
    return try result.get()
  }

  private func ask(_ lookup: inout Lookup) async -> Result<ResolverAnswer, ResolveError> {
    var step = lookup.start(at: .now)
    while true {
      switch step {
      case .ask(let bytes, let server, let until):
        step = await ask(&lookup, bytes, server, until)
      case .connect(let bytes, let server, let until):
        step = await connect(&lookup, bytes, server, until)
      case .finished(let answer): return .success(answer)
      case .failed(let error): return .failure(error)
      }
      if Task.isCancelled { return .failure(.cancelled) }
    }
  }

  /// Asks by datagram, from a port that is this question's alone.
  private func ask(
    _ lookup: inout Lookup, _ bytes: [UInt8], _ server: Endpoint, _ until: Instant
  ) async -> Lookup.Step {
    guard let socket = try? UDP().bind() else { return lookup.giveUp(at: .now, wasSent: false) }
    do throws(SendError) {
      try socket.send(bytes, to: server)
    } catch {
      return lookup.giveUp(at: .now, wasSent: false)
    }
    while let datagram = await socket.receive(before: until) {
      let step = lookup.receive(datagram.bytes, from: datagram.source, at: .now)
      if let step { return step }
    }
    return lookup.giveUp(at: .now)
  }

  /// Asks over a connection.
  private func connect(
    _ lookup: inout Lookup, _ bytes: [UInt8], _ server: Endpoint, _ until: Instant
  ) async -> Lookup.Step {
    do throws(StreamError) {
      let patience = Int64(clamping: until.nanoseconds(since: .now))
      let connection = try await TCP().connect(to: server, timeout: .nanoseconds(patience))
      if let answer = try await MessageExchange.ask(bytes, over: connection, before: until) {
        // Safe: any byte is a valid byte.
        let step = unsafe lookup.receive(answer.span.bytes, from: server, at: .now)
        if let step { return step }
      }
    } catch {
      log(.debug, "no answer over a connection from \(server)", module: "resolver")
      if error == .broken(.exhausted) { return lookup.giveUp(at: .now, wasSent: false) }
    }
    return lookup.giveUp(at: .now)
  }
}

/// A question on its way, and those who wait for its answer.
private final class PendingLookup: @unchecked Sendable {
  let name: Name
  let type: RecordType
  private let gate = TaskGate()
  private var hasEnded = false
  private var result: Result<ResolverAnswer, ResolveError>?

  init(_ name: Name, _ type: RecordType) {
    self.name = name
    self.type = type
  }

  /// Waits for the end; nil if the question was given up, or the task is cancelled.
  func wait() async -> Result<ResolverAnswer, ResolveError>? {
    while !hasEnded {
      guard !Task.isCancelled else { return .failure(.cancelled) }
      await gate.wait(before: nil)
    }
    return result
  }

  func end(with result: Result<ResolverAnswer, ResolveError>?) {
    self.result = result
    hasEnded = true
    gate.open()
  }
}
