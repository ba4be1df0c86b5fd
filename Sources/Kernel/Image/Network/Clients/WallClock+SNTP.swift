internal import Net
public import SNTP
internal import Time
public import Wire
internal import _Concurrency

extension WallClock {
  /// Asks servers for the time, one after the other, and sets the clock by the first that tells it.
  ///
  ///     try await system.wallClock.synchronize(with: [IPv4Address(10, 0, 0, 1)])
  ///
  /// The clock goes with the monotonic clock from then on; call it now and then.
  ///
  /// - Parameter servers: Whom to ask, the preferred one first.
  /// - Returns: What the server said, and how far off it may be.
  /// - Throws: Why nobody told the time.
  @discardableResult
  public func synchronize(
    with servers: [IPv4Address]
  ) async throws(SNTPError) -> SNTPReading {
    var client = SNTPClient(
      servers: servers.map { Endpoint(address: $0, port: SNTPClient.port) },
      seed: EntropyPool.word())
    var step = client.start(at: .now)
    while true {
      switch step {
      case .ask(let bytes, let server, let until):
        step = await ask(&client, bytes, server, until)
        if Task.isCancelled { throw .timedOut }
      case .finished(let reading):
        set(by: reading)
        return reading
      case .failed(let error): throw error
      }
    }
  }

  private func ask(
    _ client: inout SNTPClient, _ bytes: [UInt8], _ server: Endpoint, _ until: Instant
  ) async -> SNTPClient.Step {
    // Each question has a port of its own, which nobody foresees.
    guard let socket = try? UDP().bind() else {
      return client.giveUp(at: .now, because: .unreachable)
    }
    do throws(SendError) {
      try socket.send(bytes, to: server)
    } catch {
      return client.giveUp(at: .now, because: .unreachable)
    }
    while let datagram = await socket.receive(before: until) {
      let step = client.receive(datagram.bytes, from: datagram.source, at: .now)
      if let step { return step }
    }
    return client.giveUp(at: .now)
  }

  private func set(by reading: SNTPReading) {
    let before = now
    let then = Timestamp(
      seconds: reading.time.secondsSince1970, nanoseconds: Int(reading.time.nanoseconds))
    set(to: then.advanced(byNanoseconds: Int(Instant.now.nanoseconds(since: reading.arrival))))
    guard let before, let after = now else { return }
    let seconds = after.seconds - before.seconds
    let step = seconds * 1000 + (Int(after.nanoseconds) - Int(before.nanoseconds)) / 1_000_000
    log(.info, "set by \(step) ms, right to \(reading.error / 1000) us", module: "clock")
  }
}
