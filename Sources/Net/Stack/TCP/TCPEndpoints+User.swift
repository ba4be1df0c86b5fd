public import Wire

// What a service can do with connections. Read first: RFC 9293, section 3.9.1.

extension TCPEndpoints {
  // MARK: Opening

  /// Takes connections on a port.
  ///
  /// - Parameters:
  ///   - port: The port, not 0.
  ///   - backlog: How many connections may wait to be accepted.
  /// - Returns: The listener's handle.
  /// - Throws: `invalidPort` or `portInUse`.
  public func listen(on port: Port, backlog: Int = 128) throws(BindError) -> TCPListenerHandle {
    guard port != 0 else { throw .invalidPort }
    guard listener(on: port) == nil else { throw .portInUse }
    listenerGeneration &+= 1
    let listener = TCPListener(
      port: port, backlog: max(backlog, 1), generation: listenerGeneration)
    let place = listeners.firstIndex { $0 == nil } ?? listeners.count
    if place == listeners.count { listeners.append(listener) } else { listeners[place] = listener }
    return TCPListenerHandle(index: place, generation: listenerGeneration)
  }

  /// The oldest connection that waits to be accepted; nil if there is none.
  public func accept(_ handle: TCPListenerHandle) -> TCPHandle? {
    guard handle.index < listeners.count,
      listeners[handle.index]?.generation == handle.generation
    else { return nil }
    while let first = listeners[handle.index]?.waiting.first {
      listeners[handle.index]?.waiting.removeFirst()
      guard block(first) != nil else { continue }
      listenerOf[first.index] = -1
      return first
    }
    return nil
  }

  /// Takes no more connections; those that wait to be accepted are reset.
  public func close(_ handle: TCPListenerHandle, now: Instant) {
    guard handle.index < listeners.count,
      listeners[handle.index]?.generation == handle.generation
    else { return }
    listeners[handle.index] = nil
    for index in blocks.indices where listenerOf[index] == Int32(handle.index) {
      listenerOf[index] = -1
      if blocks[index] != nil { abort(self.handle(index)) }
    }
  }

  /// Begins a connection; whether it is established, its events tell.
  ///
  /// - Parameters:
  ///   - remote: The other end.
  ///   - now: The present.
  /// - Returns: Its handle.
  /// - Throws: `invalidPort` if the other end's port is 0, `noSocketLeft` if there are too many.
  public func connect(to remote: Endpoint, now: Instant) throws(BindError) -> TCPHandle {
    guard remote.port != 0 else { throw .invalidPort }
    guard table.count < connectionLimit, let port = ephemeralPort(to: remote) else {
      throw .noSocketLeft
    }
    let key = ConnectionKey(remote: remote, localPort: port)
    let block = TCPControlBlock(
      local: Endpoint(address: address, port: port), remote: remote, settings: settings,
      state: .synSent, initialSend: numbers.initial(key, now: now),
      timestampOffset: numbers.timestampOffset(key), now: now)
    block.connect(now: now)
    let index = add(block)
    counters.connectionsOpened &+= 1
    touch(index)
    return handle(index)
  }

  /// A port that no connection to the other end has, and that nobody foresees: RFC 6056.
  private func ephemeralPort(to remote: Endpoint) -> Port? {
    let start = UInt16(truncatingIfNeeded: random.next())
    for step in 0..<UInt16(16_384) {
      let port = Port(start &+ step | Port.firstEphemeral.rawValue)
      let key = ConnectionKey(remote: remote, localPort: port)
      if table.find(key) == nil, listener(on: port) == nil { return port }
    }
    return nil
  }

  // MARK: Using

  /// Queues data to be sent.
  ///
  /// - Returns: How many of the bytes were taken; 0 if there is no room or the connection takes no
  ///   more.
  public func write(_ bytes: RawSpan, to handle: TCPHandle, now: Instant) -> Int {
    guard let block = block(handle) else { return 0 }
    let taken = block.write(bytes, now: now)
    if taken > 0 { touch(handle.index) }
    return taken
  }

  /// Shows the data that can be read, as much as lies together, and removes what was taken.
  ///
  /// - Parameters:
  ///   - handle: The connection.
  ///   - body: Gets the bytes, of which there may be none, and returns how many it took.
  public func read(_ handle: TCPHandle, _ body: (RawSpan) -> Int) {
    guard let block = block(handle) else { return }
    block.read(body)
    if block.needsAcknowledgment { touch(handle.index) }
  }

  /// What a user may want to know of a connection; nil if it is gone.
  public func status(of handle: TCPHandle) -> TCPStatus? {
    guard let block = block(handle) else { return nil }
    return TCPStatus(
      state: block.state, error: block.error, local: block.local, remote: block.remote,
      readableCount: block.reassembly.readableCount, writableCount: block.sendQueue.room)
  }

  // MARK: Closing

  /// Sends no more, once all that is queued has been sent; data can still be read.
  public func closeSending(_ handle: TCPHandle) {
    guard let block = block(handle) else { return }
    block.closeSending()
    touch(handle.index)
  }

  /// Gives a connection up in good order; its handle names none any more.
  ///
  /// What is queued is still sent. If there is data that was not read, the peer gets a reset.
  public func close(_ handle: TCPHandle, now: Instant) {
    guard let block = block(handle) else { return }
    if let reset = block.close(now: now) { reply(reset, to: block.remote.address) }
    generations[handle.index] &+= 1
    touch(handle.index)
  }

  /// Ends a connection at once by a reset; its handle names none any more.
  public func abort(_ handle: TCPHandle) {
    guard let block = block(handle) else { return }
    block.isReadAbandoned = true
    if let reset = block.abort() { reply(reset, to: block.remote.address) }
    generations[handle.index] &+= 1
    touch(handle.index)
  }
}
