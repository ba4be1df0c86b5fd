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
    let place = ports.firstIndex { $0 == nil } ?? ports.count
    let handle = TCPListenerHandle(index: place, generation: newGeneration())
    let listener = ListeningPort(port: port, backlog: max(backlog, 1), handle: handle)
    if place == ports.count { ports.append(listener) } else { ports[place] = listener }
    return handle
  }

  /// The oldest connection that waits to be accepted; nil if there is none.
  public func accept(_ handle: TCPListenerHandle) -> TCPHandle? {
    guard let listener = listener(handle) else { return nil }
    while let first = listener.waiting.first {
      listener.waiting.removeFirst()
      guard let block = block(first) else { continue }
      block.listener = nil
      return first
    }
    return nil
  }

  /// The listener at which a connection waits to be accepted; nil if it waits at none.
  public func listener(of handle: TCPHandle) -> TCPListenerHandle? {
    block(handle)?.listener?.handle
  }

  private func listener(_ handle: TCPListenerHandle) -> ListeningPort? {
    guard handle.index < ports.count, let listener = ports[handle.index],
      listener.handle == handle
    else { return nil }
    return listener
  }

  /// Takes no more connections; those that wait to be accepted are reset.
  public func close(_ handle: TCPListenerHandle) {
    guard let listener = listener(handle) else { return }
    ports[handle.index] = nil
    for block in blocks {
      guard let block, block.listener === listener else { continue }
      block.listener = nil
      abort(self.handle(block))
    }
  }

  /// Has the events of a connection told to an object instead of by `nextChange`.
  ///
  /// - Parameters:
  ///   - handle: The connection.
  ///   - user: The object, which must take itself out before it goes; nil takes it out.
  public func setUser(of handle: TCPHandle, to user: (any TCPUser)?) {
    guard let block = block(handle) else { return }
    unsafe block.user = user
  }

  /// Has an object told when connections wait to be accepted; otherwise as for a connection.
  public func setUser(of handle: TCPListenerHandle, to user: (any TCPUser)?) {
    guard let listener = listener(handle) else { return }
    unsafe listener.user = user
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
    guard hasPlace(), let port = ephemeralPort(to: remote) else {
      throw .noSocketLeft
    }
    let key = ConnectionKey(remote: remote, localPort: port)
    let block = TCPControlBlock(
      local: Endpoint(address: remote.address.isLoopback ? .loopback : address, port: port),
      remote: remote, settings: settings,
      budget: budget, state: .synSent, initialSend: numbers.initial(key, now: now),
      timestampOffset: numbers.timestampOffset(key), now: now)
    block.connect(now: now)
    add(block)
    counters.connectionsOpened &+= 1
    touch(block)
    return handle(block)
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
  /// - Returns: How many of the bytes were taken, fewer if there is no room for all; or why the
  ///   connection takes no more.
  public func write(_ bytes: RawSpan, to handle: TCPHandle, now: Instant) -> TCPWriteResult {
    guard let block = block(handle) else { return .broken(.aborted) }
    guard block.mayWrite else { return .broken(block.error ?? .aborted) }
    // Where little is free, what is free may lie in small pieces.
    let isTooMuch = bytes.byteCount > BufferBudget.share && isMemoryFull
    let most = isTooMuch ? max(BufferBudget.share - block.sendQueue.count, 0) : bytes.byteCount
    let taken = block.write(bytes.extracting(first: min(most, bytes.byteCount)), now: now)
    if isTooMuch { block.hold(min(bytes.byteCount, BufferBudget.heldLimit)) }
    if taken > 0 { touch(block) }
    account(for: block)
    guard taken < bytes.byteCount else { return .taken(taken) }
    if isMemoryFull { forgetLate { isMemoryFull } }
    if isMemoryFull, !endLeastActive(), let error = block.error { return .broken(error) }
    if block.sendQueue.count == 0 {
      // There is no memory for the first byte, and no acknowledgement will tell when there is.
      breakOff(block)
      return .broken(block.error ?? .exhausted)
    }
    return .taken(taken)
  }

  /// Queues data to be sent that a closure writes where it will wait.
  ///
  /// - Parameters:
  ///   - handle: The connection.
  ///   - most: How many bytes that is at most.
  ///   - now: The present.
  ///   - body: Writes them, and returns how many they are.
  /// - Returns: 1 if it did, 0 if there is no room for so many in one piece; or why the connection
  ///   takes no more. The closure was not called then.
  public func write(
    to handle: TCPHandle, atMost most: Int, now: Instant,
    _ body: (inout MutableRawSpan) -> Int
  ) -> TCPWriteResult {
    guard let block = block(handle) else { return .broken(.aborted) }
    guard block.mayWrite else { return .broken(block.error ?? .aborted) }
    guard block.write(atMost: most, now: now, body) else { return .taken(0) }
    touch(block)
    account(for: block)
    return .taken(1)
  }

  /// Whether reading would tell something at once.
  public func isReadable(_ handle: TCPHandle) -> Bool {
    guard let block = block(handle) else { return true }
    return block.reassembly.readableCount > 0 || block.error != nil
      || block.state.isReceiveFinished
  }

  /// Takes data out of a connection.
  ///
  /// - Parameters:
  ///   - handle: The connection.
  ///   - buffer: What the data is appended to.
  ///   - limit: How many bytes are taken at most.
  /// - Returns: How many there were, or why there were none.
  public func read(
    _ handle: TCPHandle, into buffer: inout [UInt8], atMost limit: Int
  ) -> TCPReadResult {
    guard let block = block(handle) else { return .broken(.aborted) }
    var count = min(block.reassembly.readableCount, limit)
    guard count > 0 else { return block.whyNothing }
    // What is copied out is there twice for a moment.
    if count > BufferBudget.share, !mayHold(2 * count) { count = BufferBudget.share }
    block.read(count, into: &buffer)
    if block.needsAcknowledgment { touch(block) }
    account(for: block)
    return .bytes(count)
  }

  /// Shows the data that can be read, as much as lies together, and removes what was taken.
  ///
  /// - Parameters:
  ///   - handle: The connection.
  ///   - body: Gets the bytes, and returns how many it took; it is called only if there are some.
  /// - Returns: How many were taken, or why there were none to take.
  @discardableResult
  public func read(_ handle: TCPHandle, _ body: (RawSpan) -> Int) -> TCPReadResult {
    guard let block = block(handle) else { return .broken(.aborted) }
    guard block.reassembly.readableCount > 0 else { return block.whyNothing }
    let count = block.read(body)
    if block.needsAcknowledgment { touch(block) }
    account(for: block)
    return .bytes(count)
  }

  /// Has the user of a connection shown what arrives in order, or no more.
  ///
  /// It is shown only while nothing waits to be read, with the packet that brings it; the user must
  /// not use the endpoints then. What the user leaves is kept as ever.
  public func show(_ handle: TCPHandle, _ isShown: Bool) {
    block(handle)?.isShown = isShown
  }

  /// What a user may want to know of a connection; nil if it is gone.
  public func status(of handle: TCPHandle) -> TCPStatus? {
    guard let block = block(handle) else { return nil }
    return TCPStatus(
      state: block.state, error: block.error, local: block.local, remote: block.remote,
      readableCount: block.reassembly.readableCount, writableCount: block.sendQueue.room)
  }

  /// Visits all connections.
  public func forEachConnection(_ body: (TCPStatus) -> Void) {
    for index in blocks.indices {
      if let block = blocks[index], let status = status(of: handle(block)) { body(status) }
    }
  }

  /// Visits all ports on which connections are taken.
  ///
  /// - Parameter body: Takes the port, how many connections wait to be accepted, and how many may.
  public func forEachListener(_ body: (_ port: Port, _ waiting: Int, _ backlog: Int) -> Void) {
    for index in ports.indices {
      if let listener = ports[index] {
        body(listener.port, listener.waiting.count, listener.backlog)
      }
    }
  }

  /// What a connection is set to; nil if it is gone.
  public func settings(of handle: TCPHandle) -> TCPSettings? { block(handle)?.settings }

  /// Changes what a connection is set to.
  ///
  /// Times count from the next event on; of the sizes only the send limit still matters.
  public func configure(_ handle: TCPHandle, now: Instant, _ body: (inout TCPSettings) -> Void) {
    guard let block = block(handle) else { return }
    block.configure(now: now, body)
    touch(block)
  }

  // MARK: Closing

  /// Sends no more, once all that is queued has been sent; data can still be read.
  public func closeSending(_ handle: TCPHandle) {
    guard let block = block(handle) else { return }
    block.closeSending()
    touch(block)
  }

  /// Gives a connection up in good order; its handle names none any more.
  ///
  /// What is queued is still sent. If there is data that was not read, the peer gets a reset.
  public func close(_ handle: TCPHandle, now: Instant) {
    guard let block = block(handle) else { return }
    if let reset = block.close(now: now) { reply(reset, for: block) }
    forgetUser(of: block)
    touch(block)
  }

  /// Ends a connection at once by a reset; its handle names none any more.
  public func abort(_ handle: TCPHandle) {
    guard let block = block(handle) else { return }
    block.isReadAbandoned = true
    if let reset = block.abort() { reply(reset, for: block) }
    forgetUser(of: block)
    touch(block)
  }

  private func forgetUser(of block: TCPControlBlock) {
    block.generation = 0
    unsafe block.user = nil
  }
}
