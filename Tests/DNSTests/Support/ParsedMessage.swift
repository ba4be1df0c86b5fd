/// A message read by rules as strict as possible, independently of the sources: for comparison.
struct ParsedMessage: Equatable, CustomStringConvertible {
  /// Why bytes are no message.
  struct Malformed: Error {
    let reason: String
    let offset: Int
  }

  var identifier = 0
  var flags = 0
  var question: [String] = []
  var answer: [String] = []
  var authority: [String] = []
  var additional: [String] = []
  /// The OPT record as "size code version flags options"; nil if there is none.
  var edns: String?
  /// The TSIG record in hexadecimal, with the name in front.
  var signature: String?

  /// The response code with its upper bits.
  var code: Int { flags & 0xf | extendedCode << 4 }
  var isAuthoritative: Bool { flags & 0x0400 != 0 }
  var isTruncated: Bool { flags & 0x0200 != 0 }
  private var extendedCode = 0

  /// Reads a whole message; every byte must belong to it.
  init(_ bytes: [UInt8]) throws {
    var reader = MessageReader(bytes)
    identifier = try reader.number(2)
    flags = try reader.number(2)
    let counts = [
      try reader.number(2), try reader.number(2), try reader.number(2), try reader.number(2),
    ]
    for _ in 0..<counts[0] {
      question.append("\(try reader.name()) \(try reader.number(2)) \(try reader.number(2))")
    }
    for _ in 0..<counts[1] { answer.append(try record(&reader)) }
    for _ in 0..<counts[2] { authority.append(try record(&reader)) }
    for _ in 0..<counts[3] {
      let text = try record(&reader)
      if !text.isEmpty { additional.append(text) }
    }
    guard reader.isAtEnd else { throw reader.malformed("bytes behind the message") }
  }

  /// Reads one record; returns an empty string for OPT and TSIG, which are kept apart.
  private mutating func record(_ reader: inout MessageReader) throws -> String {
    let owner = try reader.name()
    let type = try reader.number(2)
    let recordClass = try reader.number(2)
    let ttl = try reader.number(4)
    let count = try reader.number(2)
    if type == 41 {
      guard edns == nil, owner == "." else { throw reader.malformed("a second OPT record") }
      extendedCode = ttl >> 24
      let options = try reader.hexadecimal(count)
      edns = "\(recordClass) \(ttl >> 16 & 0xff) \(ttl & 0xffff) \(options)"
      return ""
    }
    if type == 250 {
      signature = "\(owner) \(recordClass) \(ttl) \(try reader.hexadecimal(count))"
      return ""
    }
    let data = try reader.data(type, count)
    return "\(owner) \(ttl) \(recordClass) \(type) \(data)"
  }

  /// The message with names in lower case and each section sorted: what servers must agree on.
  var normal: ParsedMessage {
    var copy = self
    copy.answer = answer.map { $0.lowercased() }.sorted()
    copy.authority = authority.map { $0.lowercased() }.sorted()
    copy.additional = additional.map { $0.lowercased() }.sorted()
    copy.signature = signature?.lowercased()
    return copy
  }

  var description: String {
    let bits = [(10, "aa"), (9, "tc"), (8, "rd"), (7, "ra"), (6, "z"), (5, "ad"), (4, "cd")]
      .filter { flags >> $0.0 & 1 != 0 }.map(\.1).joined(separator: " ")
    let sections = [question, answer, authority, additional]
      .map { $0.joined(separator: "\n    ") }.joined(separator: "\n  --\n    ")
    return
      "code \(code), opcode \(flags >> 11 & 15), flags \(bits), edns \(edns ?? "none"), "
      + "tsig \(signature ?? "none")\n    \(sections)"
  }
}
