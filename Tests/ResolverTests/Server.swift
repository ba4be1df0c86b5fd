internal import DNS
internal import Net
internal import Resolver
internal import Wire

/// The answers that a test gives in a server's place.
struct Reply {
  /// One record, its data without compression.
  struct Record {
    let owner: Name
    let type: RecordType
    let data: [UInt8]
    var seconds: UInt32 = 300
  }

  var flags: UInt16 = 0x8180
  var answers: [Record] = []
  var authority: [Record] = []
  var additional: [Record] = []

  static func name(_ text: StaticString) -> Name { Name(labels: text) }

  static func a(_ owner: StaticString, _ last: UInt8, seconds: UInt32 = 300) -> Record {
    Record(owner: name(owner), type: .a, data: [10, 0, 0, last], seconds: seconds)
  }

  static func alias(_ owner: StaticString, _ target: StaticString, seconds: UInt32 = 300) -> Record
  {
    Record(owner: name(owner), type: .cname, data: name(target).bytes, seconds: seconds)
  }

  static func soa(_ owner: StaticString, minimum: UInt8, seconds: UInt32 = 300) -> Record {
    let data = name("a").bytes + name("b").bytes + [UInt8](repeating: 0, count: 19) + [minimum]
    return Record(owner: name(owner), type: .soa, data: data, seconds: seconds)
  }

  /// The message that answers a query.
  func bytes(answering query: [UInt8]) -> [UInt8] {
    var bytes =
      Array(query.prefix(2)) + [UInt8(flags >> 8), UInt8(truncatingIfNeeded: flags), 0, 1]
    func append(_ value: some FixedWidthInteger) {
      for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: value >> shift))
      }
    }
    for count in [answers.count, authority.count, additional.count] { append(UInt16(count)) }
    bytes += Self.question(of: query)
    for record in answers + authority + additional {
      bytes += record.owner.bytes
      append(record.type.rawValue)
      append(UInt16(1))
      append(record.seconds)
      append(UInt16(record.data.count))
      bytes += record.data
    }
    return bytes
  }

  /// The question of a query, as it stands there.
  static func question(of query: [UInt8]) -> ArraySlice<UInt8> {
    var end = 12
    while query[end] != 0 { end += Int(query[end]) + 1 }
    return query[12..<end + 5]
  }
}

/// A question on its way, with the time and the last step.
struct Asking {
  static let servers = [UInt8(1), 2].map { Endpoint(address: IPv4Address(10, 0, 0, $0), port: 53) }

  var lookup: Lookup
  var step: Lookup.Step
  var seconds = 0.0

  var now: Instant { Instant(nanoseconds: UInt64(seconds * 1e9)) }

  /// Begins to look a name up.
  init(
    _ name: StaticString = "www.example", _ type: RecordType = .a,
    _ change: (inout ResolverSettings) -> Void = { _ in }
  ) {
    var settings = ResolverSettings(servers: Self.servers)
    change(&settings)
    var resolver = Resolver(settings, seed: 1)
    guard
      case .asked(let lookup) = resolver.start(
        Name(labels: name), type, at: Instant(nanoseconds: 0))
    else { fatalError("the name is special") }
    self.lookup = lookup
    step = self.lookup.start(at: Instant(nanoseconds: 0))
  }

  /// The query that is on its way.
  var query: [UInt8] {
    switch step {
    case .ask(let bytes, _, _), .connect(let bytes, _, _): bytes
    default: []
    }
  }

  /// Whom it goes to; nil if none is on its way.
  var server: Endpoint? {
    switch step {
    case .ask(_, let server, _), .connect(_, let server, _): server
    default: nil
    }
  }

  /// Whether it goes over a connection.
  var isConnected: Bool { if case .connect = step { true } else { false } }

  /// What was found; nil as long as nothing was.
  var answer: ResolverAnswer? { if case .finished(let answer) = step { answer } else { nil } }

  /// Whether the query speaks EDNS.
  var speaksEDNS: Bool { query.count > 12 && query[11] == 1 }

  /// Hands over a message from a server; returns whether it was taken.
  @discardableResult
  mutating func receive(_ bytes: [UInt8], from sender: Endpoint? = nil) -> Bool {
    guard
      let next = lookup.receive(
        bytes.span.bytes, from: sender ?? server ?? Self.servers[0], at: now)
    else { return false }
    step = next
    return true
  }

  /// Answers the present query.
  @discardableResult
  mutating func reply(_ change: (inout Reply) -> Void) -> Bool {
    guard server != nil else { return false }
    var reply = Reply()
    change(&reply)
    return receive(reply.bytes(answering: query))
  }

  /// Lets the time of the present query pass.
  mutating func wait() { step = lookup.giveUp(at: now) }
}
