public import Net
public import _Concurrency

/// Answers the requests of connections by a router.
///
///     let server = HTTPServer(router) { system.wallClock.now?.seconds }
///     for await connection in listener { Task { await server.serve(connection) } }
///
/// Every wait for a client has a limit, so that none can hold a connection by being slow; what a
/// client sends is bounded by `limits`.
@safe
public final class HTTPServer: @unchecked Sendable {
  let router: Router
  let limits: ServerLimits
  let date: DateField
  // The limits of each request, as the clock counts them.
  let idleNanoseconds: UInt64
  let headNanoseconds: UInt64
  let writeNanoseconds: UInt64
  /// Whether no further request is read.
  public private(set) var isClosing = false
  /// Connections that are served now.
  public private(set) var connectionCount = 0
  /// The connections, by a place of their own; places that are free are nil.
  private var connections: [ServerConnection?] = []
  /// The places that are free.
  private var free: [Int] = []
  /// Who waits for the last connection to end.
  private var waiters: [UnsafeContinuation<Void, Never>] = unsafe []

  /// Makes a server.
  ///
  /// - Parameters:
  ///   - router: Who answers.
  ///   - limits: What clients are granted.
  ///   - clock: Tells the seconds since the start of 1970 for the field `Date`; nil if unknown.
  public init(
    _ router: Router, limits: ServerLimits = ServerLimits(),
    clock: @escaping @Sendable () -> Int? = { nil }
  ) {
    self.router = router
    self.limits = limits
    date = DateField(clock: clock)
    idleNanoseconds = limits.idle.nanoseconds
    headNanoseconds = limits.head.nanoseconds
    writeNanoseconds = limits.writeStall.nanoseconds
  }

  /// Serves a connection until it ends.
  ///
  /// If there are as many as the limit already, the client is told so with 503.
  ///
  /// - Parameter stream: The connection.
  public func serve(_ stream: any ByteStream) async {
    guard connectionCount < limits.connections, !isClosing else { return await turnAway(stream) }
    let connection = ServerConnection(stream, of: self)
    let place = free.popLast() ?? connections.count
    if place == connections.count {
      connections.append(connection)
    } else {
      connections[place] = connection
    }
    connectionCount += 1
    await connection.run()
    connections[place] = nil
    free.append(place)
    connectionCount -= 1
    guard connectionCount == 0 else { return }
    while unsafe !waiters.isEmpty { unsafe waiters.removeLast().resume() }
  }

  /// Serves connections as they come, until there are no more.
  ///
  /// - Parameter listener: Where they come from.
  public func serve<Listener: AsyncSequence>(
    connectionsOf listener: Listener
  ) async where Listener.Element: ByteStream & Sendable, Listener.Failure == Never {
    for await stream in listener {
      Task { await self.serve(stream) }
    }
  }

  /// Begins the end: connections that are idle are closed, others after their present response.
  ///
  /// Wait for `drained()` then, within a time, and break off what is left with `abort()`.
  public func close() {
    isClosing = true
    for connection in connections { connection?.close(force: false) }
  }

  /// Waits until no connection is served.
  public func drained() async {
    guard connectionCount > 0 else { return }
    await unsafe withUnsafeContinuation { unsafe waiters.append($0) }
  }

  /// Breaks all connections off.
  public func abort() {
    isClosing = true
    for connection in connections { connection?.close(force: true) }
  }

  /// Tells a client that there is no room for it.
  private func turnAway(_ stream: any ByteStream) async {
    var bytes: [UInt8] = []
    // The request is read, as an end with unread bytes would make the client lose the answer.
    let deadline = stream.now.advanced(byNanoseconds: limits.linger.nanoseconds)
    _ = try? await stream.read(
      into: &bytes, atMost: MessageSource.readByteCount, before: deadline)
    bytes = []
    let response = Response(.serviceUnavailable).adding("Retry-After", "1")
    ResponseHeadWriter(isPersistent: false, date: date.line(at: stream.now)).append(
      response, to: &bytes)
    do throws(HTTPError) {
      try await stream.write(bytes, within: writeNanoseconds)
      stream.finish()
    } catch {
      stream.abort()
    }
  }
}
