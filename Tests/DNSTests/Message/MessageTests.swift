internal import TestSupport
internal import Testing

@testable internal import DNS

/// A message put together byte by byte.
struct MessageBytes {
  var bytes: [UInt8]

  /// A header with its counts.
  init(identifier: UInt16 = 7, flags: UInt16 = 0x8180, _ counts: [UInt16]) {
    bytes = []
    for word in [identifier, flags] + counts { append(word) }
  }

  mutating func append(_ word: UInt16) {
    bytes += [UInt8(word >> 8), UInt8(truncatingIfNeeded: word)]
  }

  /// Appends a question.
  func asking(_ name: [UInt8], _ type: RecordType) -> MessageBytes {
    var next = self
    next.bytes += name
    next.append(type.rawValue)
    next.append(1)
    return next
  }

  /// Appends a record.
  func telling(
    _ name: [UInt8], _ type: RecordType, _ data: [UInt8], seconds: UInt32 = 300,
    recordClass: UInt16 = 1
  ) -> MessageBytes {
    var next = self
    next.bytes += name
    next.append(type.rawValue)
    next.append(recordClass)
    next.append(UInt16(seconds >> 16))
    next.append(UInt16(truncatingIfNeeded: seconds))
    next.append(UInt16(data.count))
    next.bytes += data
    return next
  }

  static func name(_ text: StaticString) -> [UInt8] { Name(labels: text).bytes }

  /// A pointer to the name of the question.
  static let toQuestion: [UInt8] = [0xc0, 12]

  /// A question for www.example and its answer with an alias, and an EDNS record.
  static var captured: MessageBytes {
    MessageBytes([1, 2, 1, 1])
      .asking(name("www.example"), .a)
      .telling(toQuestion, .cname, [1, 0x61] + [0xc0, 16])
      .telling([1, 0x61, 0xc0, 16], .a, [10, 0, 0, 1], seconds: 60)
      .telling([0xc0, 16], .soa, name("a") + name("b") + [UInt8](repeating: 0, count: 19) + [9])
      .telling([0], .opt, [], seconds: 0x0100_0000, recordClass: 1232)
  }
}

@Suite struct MessageTests {
  static func read(_ bytes: MessageBytes) -> Message? { Message(bytes.bytes.span.bytes) }

  @Test func `reads question, records and EDNS`() throws {
    let message = try #require(Self.read(.captured))
    #expect(message.identifier == 7 && message.isResponse && message.isQuery)
    #expect(message.offersRecursion && !message.isTruncated && !message.isAuthoritative)
    #expect(message.question?.name == Name(labels: "www.example"))
    #expect(message.question?.type == .a && message.question?.recordClass == 1)
    #expect(message.records.map(\.type) == [.cname, .a, .soa])
    #expect(message.records.map(\.section) == [.answer, .answer, .authority])
    #expect(message.records[1].owner == Name(labels: "a.example"))
    #expect(message.records[1].timeToLive == 60)
    #expect(message.payloadSize == 1232 && message.code == 16)
  }

  @Test func `refuses it cut anywhere`() {
    let bytes = MessageBytes.captured.bytes
    for count in 0..<bytes.count { #expect(Message(Array(bytes.prefix(count)).span.bytes) == nil) }
    // What follows the last record is no part of it.
    #expect(Message((bytes + [1, 2, 3]).span.bytes) != nil)
  }

  @Test func `refuses two questions and two EDNS records`() {
    let name = MessageBytes.name("a")
    #expect(Self.read(MessageBytes([2, 0, 0, 0]).asking(name, .a).asking(name, .a)) == nil)
    let edns = MessageBytes([0, 0, 0, 2]).telling([0], .opt, [])
    #expect(Self.read(edns.telling([0], .opt, [])) == nil)
    #expect(Self.read(MessageBytes([0, 1, 0, 0]).telling([0], .opt, [])) == nil)
    #expect(Self.read(MessageBytes([0, 0, 0, 1]).telling(name, .opt, [])) == nil)
  }

  @Test func `a time with its first bit set is none`() throws {
    let bytes = MessageBytes([0, 1, 0, 0]).telling([0], .a, [1, 2, 3, 4], seconds: 0x8000_0001)
    #expect(try #require(Self.read(bytes)).records[0].timeToLive == 0)
  }

  @Test func `reads what servers have answered`() throws {
    for bytes in try Self.answers() where !bytes.isEmpty {
      let parsed = Message(bytes.span.bytes)
      let message = try #require(parsed)
      #expect(message.isResponse)
      for record in message.records { #expect(message.wholeData(of: record) != nil) }
    }
  }

  @Test func `survives any bytes`() throws {
    var generator = SeededGenerator(seed: 1035)
    var kept = 0
    for _ in 0..<40_000 {
      var bytes = MessageBytes.captured.bytes
      for _ in 0..<generator.below(5) {
        bytes[generator.below(bytes.count)] = UInt8(truncatingIfNeeded: generator.next())
      }
      guard let message = Message(Array(bytes.prefix(generator.below(200))).span.bytes) else {
        continue
      }
      kept += 1
      for record in message.records {
        _ = message.wholeData(of: record)
        _ = message.target(of: record)
        _ = message.negativeTimeToLive(of: record)
      }
    }
    #expect(kept > 1000)
  }

  /// Answers of nsd, knot and bind.
  static func answers() throws -> [[UInt8]] {
    let names = ["plain", "corners", "rules"]
    return try names.flatMap { try Fixtures().lines("answers/\($0).txt") }.map { line in
      let digits = Array(try #require(line.split(separator: " ").last).utf8)
      return stride(from: 0, to: digits.count - 1, by: 2).map {
        UInt8(String(decoding: digits[$0...$0 + 1], as: UTF8.self), radix: 16) ?? 0
      }
    }
  }

  @Test func `keeps no more records than a message need have`() {
    var bytes = MessageBytes([1, 5000, 0, 0]).asking(MessageBytes.name("a"), .a)
    for number in 0..<5000 {
      bytes = bytes.telling(MessageBytes.toQuestion, .a, [1, 2, 3, 4], seconds: UInt32(number))
    }
    let message = bytes.bytes
    let records = Message(message.span.bytes)?.records ?? []
    #expect(records.map(\.timeToLive) == Array(0..<256))
  }
}
