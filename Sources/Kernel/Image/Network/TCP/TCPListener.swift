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
  /// Its places at the interfaces that it belongs to.
  private let places: [(driver: TCPDriver, handle: TCPListenerHandle)]
  /// The tasks that wait for a connection.
  let arrived = TaskGate()

  /// The port.
  public let port: Port

  private init(_ places: [(driver: TCPDriver, handle: TCPListenerHandle)], port: Port) {
    self.places = places
    self.port = port
  }

  deinit {
    ShownBytes.precludeUse()
    Self.close(places)
  }

  /// Takes connections on a port of some interfaces.
  @inline(never)
  static func listen(
    by drivers: [TCPDriver], on port: Port, backlog: Int
  ) throws(BindError) -> TCPListener {
    var places: [(driver: TCPDriver, handle: TCPListenerHandle)] = []
    for driver in drivers {
      do throws(BindError) {
        places.append((driver, try driver.endpoints.listen(on: port, backlog: backlog)))
      } catch {
        close(places)
        throw error
      }
    }
    let listener = TCPListener(places, port: port)
    for (driver, handle) in places { driver.endpoints.setUser(of: handle, to: listener) }
    return listener
  }

  private static func close(_ places: [(driver: TCPDriver, handle: TCPListenerHandle)]) {
    for (driver, handle) in places { driver.endpoints.close(handle) }
  }

  public func take(_ events: TCPEvents) { arrived.open() }

  /// The oldest connection that nobody has taken; waits for one.
  ///
  /// - Returns: Nil if the task is cancelled.
  public func accept() async -> TCPConnection? {
    // A task that is cancelled takes none: its caller would not get it.
    while !Task.isCancelled {
      for (driver, handle) in places {
        if let handle = driver.endpoints.accept(handle) { return driver.connection(handle) }
      }
      await arrived.wait(before: nil)
    }
    return nil
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
