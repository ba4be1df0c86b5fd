public import Net
public import Wire
internal import _Concurrency

/// A port on which connections are taken: a sequence of them.
///
///     for await connection in try system.network.tcp.listen(port: 7) {
///       Task { try await echo(connection) }
///     }
///
/// The port is free again when the last reference to the listener is gone; connections that nobody
/// has taken are reset then.
public final class TCPListener: AsyncSequence, TCPUser, @unchecked Sendable {
  private let handle: TCPListenerHandle
  private let driver: TCPDriver
  /// The tasks that wait for a connection.
  let arrived = TaskGate()

  /// The port.
  public let port: Port

  init(_ handle: TCPListenerHandle, port: Port, _ driver: TCPDriver) {
    self.handle = handle
    self.port = port
    self.driver = driver
  }

  deinit { driver.endpoints.close(handle) }

  public func take(_ events: TCPEvents) { arrived.open() }

  /// The oldest connection that nobody has taken; waits for one.
  ///
  /// - Returns: Nil if the task is cancelled.
  public func accept() async -> TCPConnection? {
    while true {
      if let handle = driver.endpoints.accept(handle) { return driver.connection(handle) }
      guard !Task.isCancelled else { return nil }
      await arrived.wait(before: nil)
    }
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(listener: self)
  }

  /// Takes the connections one by one; ends when the task is cancelled.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let listener: TCPListener

    public mutating func next() async -> TCPConnection? {
      await listener.accept()
    }

    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Never) -> TCPConnection? {
      await listener.accept()
    }
  }
}
