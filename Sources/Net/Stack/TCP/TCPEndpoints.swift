public import Wire

/// The connections and listeners of a host.
///
/// A function of segments and time, as the stack is: segments come in through `receive`, time
/// passes in `advance`, segments leave in `transmit`, and `nextChange` tells whose user has
/// something to do.
///
/// Source: RFC 9293, section 3.
public final class TCPEndpoints {
  /// The host's address.
  public let address: IPv4Address
  /// What new connections are set to.
  public var settings: TCPSettings
  /// What was seen and done so far.
  public internal(set) var counters = TCPCounters()

  /// The connections by the index of their handle; nil where there is none.
  var blocks: [TCPControlBlock?] = []
  var generations: [UInt32] = []
  var freeIndices: [Int] = []
  var table: ConnectionTable
  var listeners: [TCPListener?] = []
  var listenerGeneration: UInt32 = 0
  /// Listener of each passive connection that is not accepted yet, by index; -1 if there is none.
  var listenerOf: [Int32] = []

  var deadlines = DeadlineQueue()
  /// Connections that may have something to send, each once.
  var ready: [Int] = []
  var isReady: [Bool] = []
  /// Connections whose users have not been told of a change, each once.
  var changed: [Int] = []
  var isChanged: [Bool] = []
  /// Resets and other answers that belong to no connection.
  var replies: [(destination: IPv4Address, header: TCPHeader)] = []

  var random: RandomSource
  let numbers: SequenceNumberSource
  /// A burst of 50 challenges, then 100 each second: RFC 5961, section 7.
  var challengeLimit = TokenBucket(capacity: 50, nanosecondsPerToken: 10_000_000)

  /// How many connections there may be at once.
  public var connectionLimit = 65_536
  /// How many answers without a connection wait at most; more are not sent.
  static let replyLimit = 64

  /// Makes a host without connections.
  ///
  /// - Parameters:
  ///   - address: The host's address.
  ///   - settings: What its connections are set to.
  ///   - seed: Entropy; who knows it foresees numbers and ports.
  public init(address: IPv4Address, settings: TCPSettings, seed: UInt64) {
    self.address = address
    self.settings = settings
    random = RandomSource(seed: seed)
    table = ConnectionTable(secret: (random.next(), random.next()))
    numbers = SequenceNumberSource(random: &random)
  }

  /// How many connections there are, those that only wait for late segments included.
  public var connectionCount: Int { table.count }

  /// When time has to pass; nil while nothing waits for it.
  public var nextDeadline: Instant? { deadlines.earliest }

  /// Does what is due.
  public func advance(to now: Instant) {
    while let index = deadlines.popDue(now: now) {
      guard let block = blocks[index] else { continue }
      if block.timers.next <= now {
        let before = block.state
        block.advance(to: now)
        if before == .synReceived, block.state == .closed { leaveHalfOpen(block, index: index) }
        touch(index)
      } else {
        deadlines.set(index, deadline: block.timers.next)
      }
    }
  }

  /// Whether anything may be ready to leave.
  public var hasSegments: Bool { !ready.isEmpty || !replies.isEmpty }

  /// The next connection whose user has something to do, and what; each change is told once.
  public func nextChange() -> (handle: TCPHandle, events: TCPEvents)? {
    while let index = changed.popLast() {
      isChanged[index] = false
      guard let block = blocks[index], !block.events.isEmpty else { continue }
      let events = block.events
      block.events = []
      return (handle(index), events)
    }
    return nil
  }

  // MARK: Connections

  func handle(_ index: Int) -> TCPHandle {
    TCPHandle(index: index, generation: generations[index])
  }

  /// The connection that a handle names; nil if it is gone.
  func block(_ handle: TCPHandle) -> TCPControlBlock? {
    guard handle.index < blocks.count, generations[handle.index] == handle.generation else {
      return nil
    }
    return blocks[handle.index]
  }

  /// Notes that a connection may have something to send, or to tell.
  func touch(_ index: Int) {
    guard !isReady[index] else { return }
    isReady[index] = true
    ready.append(index)
  }

  /// Makes room for a connection.
  func add(_ block: TCPControlBlock, listener: Int? = nil) -> Int {
    let index: Int
    if let free = freeIndices.popLast() {
      index = free
      blocks[index] = block
    } else {
      index = blocks.count
      blocks.append(block)
      generations.append(0)
      listenerOf.append(-1)
      isReady.append(false)
      isChanged.append(false)
    }
    listenerOf[index] = Int32(listener ?? -1)
    table.insert(
      ConnectionKey(remote: block.remote, localPort: block.local.port), index: index)
    return index
  }

  /// Forgets a connection.
  func remove(_ index: Int) {
    guard let block = blocks[index] else { return }
    table.remove(ConnectionKey(remote: block.remote, localPort: block.local.port))
    deadlines.remove(index)
    blocks[index] = nil
    generations[index] &+= 1
    listenerOf[index] = -1
    freeIndices.append(index)
  }

  /// Queues an answer that belongs to no connection.
  func reply(_ header: TCPHeader, to destination: IPv4Address) {
    guard replies.count < Self.replyLimit else { return }
    replies.append((destination, header))
  }
}
