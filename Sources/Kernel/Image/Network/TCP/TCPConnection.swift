public import Net
public import Wire
internal import _Concurrency

/// A connection: bytes in order, both ways.
///
///     while try await connection.read(into: &request, atMost: 4096) > 0 { … }
///     for try await chunk in connection { try await connection.write(chunk) }
///
/// With the last reference it is closed in good order: what was written is still sent.
///
/// Source: RFC 9293, section 3.9.1.
public final class TCPConnection: TCPUser, @unchecked Sendable {
  let handle: TCPHandle
  let driver: TCPDriver
  /// The tasks that wait for bytes, or for the connection to be established.
  let incoming = TaskGate()
  /// The tasks that wait for room.
  let outgoing = TaskGate()
  /// Whether bytes were read at once since the last wait.
  var hasReadSinceWait = false
  /// What is shown the bytes that arrive while a task waits to read them in place.
  var viewer: ((RawSpan) -> Int)?
  /// How many of them were taken.
  var viewedCount = 0
  /// Whether the service has given it up.
  private(set) var isClosed = false

  /// This end.
  public let local: Endpoint
  /// The other end.
  public let remote: Endpoint

  init(_ handle: TCPHandle, _ status: TCPStatus, _ driver: TCPDriver) {
    self.handle = handle
    self.driver = driver
    local = status.local
    remote = status.remote
  }

  deinit {
    close()
    incoming.close()
    outgoing.close()
  }

  /// The present, as deadlines count it.
  public var now: Instant {
    @inline(__always) get { Instant(nanoseconds: currentNanoseconds()) }
  }

  /// Why it is broken; nil if it is not.
  public var error: TCPError? {
    isClosed ? .aborted : driver.endpoints.status(of: handle)?.error
  }

  /// Where it is in its life; closed if the service has given it up.
  public var state: TCPState {
    driver.endpoints.status(of: handle)?.state ?? .closed
  }

  /// What it is set to; changes count from the next event on.
  public var settings: TCPSettings {
    get { driver.endpoints.settings(of: handle) ?? driver.endpoints.settings }
    set { driver.endpoints.configure(handle, now: now) { $0 = newValue } }
  }

  // MARK: The end

  /// Sends no more, once all that was written has been sent; bytes can still be read.
  public func finish() {
    ShownBytes.precludeUse()
    driver.endpoints.closeSending(handle)
  }

  /// Gives the connection up in good order.
  ///
  /// What was written is still sent. If there are bytes that were not read, the peer learns that by
  /// a reset.
  public func close() {
    guard !isClosed else { return }
    ShownBytes.precludeUse()
    leave()
    driver.endpoints.close(handle, now: now)
  }

  /// Breaks the connection by a reset; what waits to be sent is dropped.
  public func abort() {
    guard !isClosed else { return }
    ShownBytes.precludeUse()
    leave()
    driver.endpoints.abort(handle)
  }

  private func leave() {
    isClosed = true
    incoming.open()
    outgoing.open()
  }

  // MARK: Events

  /// Lets those go on who wait for what has happened.
  public func take(_ events: TCPEvents) {
    if events != .writable { incoming.open() }
    if events.contains(.writable) { outgoing.open() }
  }

  /// Waits for the peer's answer to a connection from this side.
  func waitUntilEstablished(before deadline: Instant?) async throws(StreamError) {
    while true {
      if let error { throw .broken(error) }
      guard state == .synSent || state == .synReceived else { return }
      try await wait(at: incoming, before: deadline)
    }
  }

  /// Waits once; who is woken looks again.
  func wait(at gate: TaskGate, before deadline: Instant?) async throws(StreamError) {
    guard !Task.isCancelled else { throw .cancelled }
    if let deadline, deadline <= now { throw .timedOut }
    await gate.wait(before: deadline)
  }
}
