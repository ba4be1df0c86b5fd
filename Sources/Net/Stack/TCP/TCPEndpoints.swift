public import Wire

/// The connections and listeners of a host.
///
/// A function of segments and time, as the stack is: segments come in through `receive`, time
/// passes in `advance`, segments leave in `transmit`, and `nextChange` tells whose user has
/// something to do.
///
/// Source: RFC 9293, section 3.
public final class TCPEndpoints {
  /// The host's address, for connections that begin from now on.
  public var address: IPv4Address
  /// What new connections are set to.
  public var settings: TCPSettings
  /// What was seen and done so far.
  public internal(set) var counters = TCPCounters()

  /// The connections by their index; nil where there is none.
  var blocks: [TCPControlBlock?] = []
  var freeIndices: [Int] = []
  var table: ConnectionTable
  var ports: [ListeningPort?] = []
  var lastGeneration: UInt32 = 0

  var deadlines = DeadlineQueue()
  /// Connections that may have something to send.
  var ready = ReadyQueue()
  /// Connections with changes that are to be asked for, each once.
  var changed: [TCPControlBlock] = []
  /// Resets and other answers that belong to no connection.
  var replies: [(ip: IPv4Header, header: TCPHeader)] = []

  /// How much memory the data of all connections takes.
  let budget = BufferBudget()
  var random: RandomSource
  let numbers: SequenceNumberSource
  /// A burst of 50 challenges, then 100 each second: RFC 5961, section 7.
  var challengeLimit = TokenBucket(capacity: 50, nanosecondsPerToken: 10_000_000)

  /// The longest segment that the network card cuts into frames, in bytes with its header; 0 if it
  /// cuts none.
  public var longestSegment = 0
  /// How many connections only wait for late segments, and nobody for them.
  var lateCount = 0
  /// Where one was looked for last that could give way.
  var evictionPlace = 0
  /// Indices of connections that keep memory without data in it; -1 stands for none.
  var warm = [Int](repeating: -1, count: 64)
  /// The place there that comes next.
  var warmPlace = 0

  /// How much memory connections may take with their data, in bytes.
  var memoryLimit = Int.max
  /// How much memory is to stay free, in bytes.
  var leastFreeByteCount = 0
  /// Tells how much memory is free, in bytes; nil if nobody knows.
  public var freeByteCount: (() -> Int)?
  /// When it was looked last which peers take too little.
  var slownessCheckedAt: Instant?

  /// How many connections there may be at once.
  public var connectionLimit = 65_536
  /// How many answers without a connection wait at most; more are not sent.
  static let replyLimit = 256

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
  public var connectionCount: Int { Int(counters.connections) }

  /// When time has to pass; nil while nothing waits for it.
  public var nextDeadline: Instant? { deadlines.earliest }

  /// Does what is due.
  public func advance(to now: Instant) {
    while let index = deadlines.popDue(now: now) {
      guard let block = blocks[index] else { continue }
      if block.timers.next <= now {
        block.advance(to: now)
        touch(block)
        noteChange(of: block)
      } else {
        deadlines.set(index, deadline: block.timers.next)
      }
    }
  }

  /// Whether anything may be ready to leave.
  public var hasSegments: Bool { !ready.isEmpty || !replies.isEmpty }

  /// The next connection whose user has something to do, and what; each change is told once.
  public func nextChange() -> (handle: TCPHandle, events: TCPEvents)? {
    while let block = changed.popLast() {
      block.isChanged = false
      guard block.generation != 0, !block.events.isEmpty else { continue }
      let events = block.events
      block.events = []
      return (handle(block), events)
    }
    return nil
  }

  // MARK: Connections

  func handle(_ block: TCPControlBlock) -> TCPHandle {
    TCPHandle(index: block.index, generation: block.generation)
  }

  /// The connection that a handle names; nil if it is gone.
  func block(_ handle: TCPHandle) -> TCPControlBlock? {
    guard handle.index < blocks.count, let block = blocks[handle.index],
      block.generation == handle.generation
    else { return nil }
    return block
  }

  /// Notes that a connection may have something to send.
  @inline(__always)
  func touch(_ block: TCPControlBlock) { ready.append(block) }

  /// Tells a connection's user what has happened, or notes it.
  @inline(__always)
  func noteChange(of block: TCPControlBlock) {
    guard !block.events.isEmpty else { return }
    if let user = unsafe block.user {
      let events = block.events
      block.events = []
      user.take(events)
    } else {
      noteChangeWithoutUser(of: block)
    }
  }

  private func noteChangeWithoutUser(of block: TCPControlBlock) {
    guard !block.isChanged else { return }
    block.isChanged = true
    changed.append(block)
  }

  /// Makes room for a connection.
  func add(_ block: TCPControlBlock) {
    if let free = freeIndices.popLast() {
      block.index = free
      blocks[free] = block
    } else {
      block.index = blocks.count
      blocks.append(block)
    }
    block.generation = newGeneration()
    table.insert(block.key, index: block.index)
    counters.connections &+= 1
  }

  /// A number that no living handle has.
  func newGeneration() -> UInt32 {
    lastGeneration &+= 1
    if lastGeneration == 0 { lastGeneration = 1 }
    return lastGeneration
  }

  /// Forgets a connection.
  func remove(_ block: TCPControlBlock) {
    guard blocks[block.index] === block else { return }
    // Another connection may have taken its place: one that waits for late segments gives way.
    if table.find(block.key) == block.index { table.remove(block.key) }
    deadlines.remove(block.index)
    ready.remove(block)
    block.finish()
    // Nobody will read what is left, which would count for ever.
    block.reassembly.discard()
    block.releaseMemory()
    account(for: block)
    counters.connections &-= 1
    if block.isLate { lateCount -= 1 }
    blocks[block.index] = nil
    freeIndices.append(block.index)
    block.generation = 0
  }

  /// Queues an answer that belongs to no connection.
  func reply(_ header: TCPHeader, from source: IPv4Address, to destination: IPv4Address) {
    guard replies.count < Self.replyLimit else {
      counters.repliesDropped &+= 1
      return
    }
    let ip = IPv4Header(source: source, destination: destination, payloadProtocol: .tcp)
    replies.append((ip, header))
  }

  /// Queues an answer to a connection's peer that the connection does not send itself.
  func reply(_ header: TCPHeader, for block: TCPControlBlock) {
    reply(header, from: block.local.address, to: block.remote.address)
  }
}
