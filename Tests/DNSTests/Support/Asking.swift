@testable internal import DNS

extension AuthoritativeServer {
  /// A server of the zones of the tests.
  static let test: AuthoritativeServer = {
    do {
      return try AuthoritativeServer(zones: TestZones.all)
    } catch {
      fatalError("the test zones are wrong: \(error)")
    }
  }()

  /// Answers a query, with as much room as is given.
  func reply(
    _ query: [UInt8], _ limit: ResponseLimit = .udp, room: Int = 65535
  ) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0xa5, count: room)
    var span = bytes.mutableSpan
    var response = span.mutableBytes
    guard let count = answer(query.span.bytes, into: &response, limit: limit) else { return nil }
    return Array(bytes[..<count])
  }

  /// Answers a query and reads the answer.
  func parsedReply(_ query: Query, _ limit: ResponseLimit = .udp) throws -> ParsedMessage {
    guard let bytes = reply(query.bytes, limit) else {
      throw ParsedMessage.Malformed(reason: "no answer", offset: 0)
    }
    return try ParsedMessage(bytes)
  }
}

/// A query, made of parts that may be wrong.
struct Query {
  var name: String
  var type: UInt16 = 1
  var recordClass: UInt16 = 1
  var flags: UInt16 = 0
  var counts: [UInt16] = [1, 0, 0, 0]
  /// Bytes behind the question.
  var tail: [UInt8] = []

  init(_ name: String, _ type: UInt16 = 1) {
    self.name = name
    self.type = type
  }

  /// The query with an OPT record.
  func edns(size: UInt16 = 1232, version: UInt8 = 0, flags: UInt16 = 0) -> Query {
    var copy = self
    copy.counts[3] += 1
    copy.tail +=
      [0, 0, 41] + Self.bytes(size) + [0, version] + Self.bytes(flags) + [0, 0]
    return copy
  }

  /// The query with other flags.
  func flags(_ flags: UInt16) -> Query {
    var copy = self
    copy.flags = flags
    return copy
  }

  var bytes: [UInt8] {
    [0x53, 0x57] + Self.bytes(flags) + counts.flatMap(Self.bytes) + Self.wire(name)
      + Self.bytes(type) + Self.bytes(recordClass) + tail
  }

  /// A name in wire format.
  static func wire(_ name: String) -> [UInt8] {
    name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
  }

  static func bytes(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xff)] }
}
