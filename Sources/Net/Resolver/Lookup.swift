public import DNS
public import Net
public import Wire

/// One question on its way to an answer: whom to ask next, and what an answer means.
///
/// An answer counts only if it comes from the server that was asked, to the port that asked, with
/// the number and the name of the question; in datagrams also with the case of its letters. If it
/// is right but for the case, or if many come that are wrong, somebody may be forging, and the
/// server is asked over a connection.
///
/// Source: RFC 5452, sections 4 and 9; draft-vixie-dnsext-dns0x20.
public struct Lookup: Sendable {
  /// What to do next.
  public enum Step: Equatable, Sendable {
    /// Send a datagram from a port that nobody foresees, and wait for answers to it.
    case ask(bytes: [UInt8], server: Endpoint, until: Instant)
    /// Ask over a connection; the message is without its length.
    case connect(bytes: [UInt8], server: Endpoint, until: Instant)
    /// The name is resolved, or does not exist.
    case finished(ResolverAnswer)
    /// Nobody could tell.
    case failed(ResolveError)
  }

  /// The name in small letters.
  public let name: Name
  /// What is wanted of it.
  public let type: RecordType
  /// Which server gave the answer; nil as long as none has.
  public internal(set) var answeringServer: Int?

  /// Whether any server was asked, as far as this host can tell.
  public private(set) var wasAsked = false

  let settings: ResolverSettings
  let firstServer: Int
  private var random: RandomSource
  /// The name that is asked for at present: the last one of the aliases so far.
  var target: Name
  /// How many aliases were followed.
  var aliasCount = 0
  /// For how long the aliases so far may be believed.
  var seconds: UInt32 = .max
  /// The question that is on its way.
  var query: MessageQuery
  private var isConnected = false
  private var tryCount = 0
  private var strayCount = 0
  /// Servers that have not understood EDNS, one bit each.
  private var withoutEDNS: UInt64 = 0
  /// Servers that change the case of letters, one bit each.
  private var withoutCase: UInt64 = 0
  private var lastError = ResolveError.timedOut

  /// The most aliases that are followed.
  static let aliasLimit = 12
  /// So many wrong answers are a forger at work.
  ///
  /// Source: RFC 5452, section 9.2.
  static let strayLimit = 8

  init(
    _ name: Name, _ type: RecordType, _ settings: ResolverSettings, firstServer: Int, seed: UInt64
  ) {
    self.name = name
    self.type = type
    self.settings = settings
    self.firstServer = firstServer
    random = RandomSource(seed: seed)
    target = name
    query = MessageQuery(identifier: 0, name: name, type: type)
  }

  /// Asks the first server.
  public mutating func start(at now: Instant) -> Step {
    guard serverCount > 0 else { return .failed(.noServer) }
    return ask(at: now)
  }

  /// Takes a datagram from the port of the question, or a message from the connection.
  ///
  /// - Returns: What to do next; nil if it is no answer to the question, which goes on waiting.
  public mutating func receive(_ bytes: RawSpan, from sender: Endpoint, at now: Instant) -> Step? {
    guard sender == server, let message = Message(bytes), message.isResponse, message.isQuery
    else { return countStray(at: now) }
    guard message.identifier == query.identifier else { return countStray(at: now) }
    guard let question = message.question else {
      // Who cannot read a question cannot repeat it.
      return message.code == 1 && query.payloadSize != nil ? retryPlainly(at: now) : nil
    }
    guard question.type == type, question.recordClass == 1, question.name.isSame(as: query.name)
    else { return countStray(at: now) }
    guard isConnected || question.name == query.name else {
      withoutCase |= serverBit
      return connect(at: now)
    }
    if message.isTruncated, !isConnected { return connect(at: now) }
    return take(message, at: now)
  }

  /// Is told that no answer came in time, or that the server could not be reached.
  ///
  /// - Parameters:
  ///   - now: The present.
  ///   - wasSent: Whether the question left this host.
  /// - Returns: What to do next.
  public mutating func giveUp(at now: Instant, wasSent: Bool = true) -> Step {
    lastError = .timedOut
    if wasSent { wasAsked = true }
    // A server that has no connections for us is asked by datagram once more, case or not.
    return next(at: now)
  }

  private mutating func take(_ message: Message, at now: Instant) -> Step {
    wasAsked = true
    switch message.code {
    case 0, 3:
      switch read(message) {
      case .answer(let answer):
        answeringServer = serverIndex
        return .finished(answer)
      case .alias: return ask(at: now)
      case .endless: return .failed(.badAnswer)
      case .useless:
        lastError = .badAnswer
        return next(at: now)
      }
    case 1 where query.payloadSize != nil, 4 where query.payloadSize != nil,
      16 where query.payloadSize != nil:
      return retryPlainly(at: now)
    default:
      lastError = .serverFailed(code: message.code)
      return next(at: now)
    }
  }

  private mutating func retryPlainly(at now: Instant) -> Step {
    withoutEDNS |= serverBit
    return isConnected ? connect(at: now) : ask(at: now)
  }

  private mutating func countStray(at now: Instant) -> Step? {
    guard !isConnected else { return nil }
    strayCount += 1
    return strayCount == Self.strayLimit ? connect(at: now) : nil
  }

  private mutating func next(at now: Instant) -> Step {
    tryCount += 1
    return tryCount < serverCount * settings.roundCount ? ask(at: now) : .failed(lastError)
  }

  private mutating func ask(at now: Instant) -> Step {
    isConnected = false
    makeQuery()
    let patience = settings.patience << UInt64(min(tryCount / serverCount, 6))
    return .ask(bytes: query.bytes, server: server, until: now.advanced(byNanoseconds: patience))
  }

  private mutating func connect(at now: Instant) -> Step {
    isConnected = true
    makeQuery()
    // A handshake and an answer.
    return .connect(
      bytes: query.bytes, server: server,
      until: now.advanced(byNanoseconds: 2 * settings.patience))
  }

  private mutating func makeQuery() {
    strayCount = 0
    query.identifier = UInt16(truncatingIfNeeded: random.next())
    query.payloadSize = withoutEDNS & serverBit == 0 ? settings.payloadSize : nil
    let recases = settings.randomizesCase && withoutCase & serverBit == 0
    query.name = recases ? target.recased(by: &random) : target
  }

  private var serverCount: Int { min(settings.servers.count, 8) }
  private var serverIndex: Int { (firstServer + tryCount) % serverCount }
  private var server: Endpoint { settings.servers[serverIndex] }
  private var serverBit: UInt64 { 1 << UInt64(serverIndex) }
}
