public import Net
public import Wire
@_exported public import _Concurrency

/// A UDP socket: a sequence of the datagrams that arrive at its port.
///
///     let socket = try system.network.udp.bind(port: 7)
///     for await datagram in socket { try socket.send(datagram.payload, to: datagram.source) }
///
/// The port is free again when the last reference to the socket is gone.
public final class UDPSocket: AsyncSequence, @unchecked Sendable {
  let receiver: UDPReceiver

  init(_ receiver: UDPReceiver) {
    self.receiver = receiver
  }

  deinit {
    ShownBytes.precludeUse()
    // Safe: one core; the run loop is not in the interface while a task runs.
    if let table = unsafe interfaceTable { return table.unbind(receiver) }
    unsafe network?.pointee.unbind(receiver.handle)
  }

  /// The port that the socket is bound to.
  public var port: Port {
    // Safe: as above.
    if let table = unsafe interfaceTable { return table.port(of: receiver) }
    return unsafe network?.pointee.port(of: receiver.handle) ?? 0
  }

  /// Sends a datagram, by the interface that leads to its destination.
  ///
  /// - Throws: `tooLong` if it does not fit into a packet, `unreachable` if there is no route,
  ///   `noBuffer` if the device is busy.
  public func send(_ payload: [UInt8], to destination: Endpoint) throws(SendError) {
    ShownBytes.precludeUse()
    // Safe: as above.
    if let table = unsafe interfaceTable {
      return try unsafe table.send(payload.span.bytes, from: receiver, to: destination)
    }
    try unsafe network?.pointee.send(payload.span.bytes, from: receiver.handle, to: destination)
  }

  /// Answers a datagram with one that a closure writes in place; it leaves by the interface by
  /// which the datagram came.
  ///
  /// - Parameters:
  ///   - datagram: What is answered; the answer goes to its sender.
  ///   - capacity: How many bytes the closure may write; at most 1472.
  ///   - fill: Writes the answer and returns its length; nil sends nothing.
  /// - Throws: As `send`.
  public func reply(
    to datagram: Datagram, capacity: Int, _ fill: (inout MutableRawSpan) -> Int?
  ) throws(SendError) {
    ShownBytes.precludeUse()
    // Safe: as above.
    if let table = unsafe interfaceTable {
      return try table.reply(to: datagram, from: receiver, capacity: capacity, fill)
    }
    try unsafe network?.pointee.send(
      from: receiver.handle, to: datagram.source, capacity: capacity, fill)
  }

  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(socket: self)
  }

  /// Takes the datagrams of a socket one by one; ends when the task is cancelled.
  public struct AsyncIterator: AsyncIteratorProtocol {
    /// Kept for as long as the loop runs: the port is free with the last reference.
    fileprivate let socket: UDPSocket

    @_optimize(speed)
    public mutating func next() async -> Datagram? {
      await socket.receiver.next()
    }

    @_optimize(speed)
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(Never) -> Datagram? {
      await socket.receiver.next()
    }
  }
}
