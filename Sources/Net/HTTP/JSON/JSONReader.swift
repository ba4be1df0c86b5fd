/// Reads a JSON text token by token; strict, and with a bound on depth.
///
///     var reader = JSONReader(bytes)
///     while true {
///       switch try reader.next() { … }
///     }
///
/// Source: RFC 8259.
public struct JSONReader: Sendable {
  private let bytes: [UInt8]
  private(set) var offset = 0
  private let depthLimit: Int
  /// Whether each array or object that has begun and not ended is an object.
  private var open: [Bool] = []
  private var expectation = Expectation.value

  /// What may come next.
  private enum Expectation {
    /// A value.
    case value
    /// A value or the end of the array, which has just begun.
    case firstElement
    /// A name or the end of the object, which has just begun.
    case firstName
    /// A comma or the end of what is open; at the outermost level the end of the text.
    case separator
  }

  /// Begins to read a text.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - depthLimit: How deeply arrays and objects may be nested.
  public init(_ bytes: [UInt8], depthLimit: Int = 64) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  /// Reads a token.
  ///
  /// - Returns: The token; `end` after the last.
  /// - Throws: What is wrong; the reader is of no use then.
  public mutating func next() throws(JSONError) -> JSONToken {
    skipBlanks()
    switch expectation {
    case .value: return try value()
    case .firstElement:
      if present == 0x5d { return close(.endArray) }
      return try value()
    case .firstName:
      if present == 0x7d { return close(.endObject) }
      return try name()
    case .separator:
      guard let isObject = open.last else {
        guard offset == bytes.count else { throw .unexpected(at: offset) }
        return .end
      }
      if present == (isObject ? 0x7d : 0x5d) { return close(isObject ? .endObject : .endArray) }
      try take(ASCII.comma)
      skipBlanks()
      return isObject ? try name() : try value()
    }
  }

  /// The byte that is next; nil at the end.
  private var present: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func skipBlanks() {
    while let byte = present, byte.isBlank || byte == 0x0a || byte == 0x0d { offset += 1 }
  }

  private mutating func take(_ byte: UInt8) throws(JSONError) {
    guard present == byte else { throw .unexpected(at: offset) }
    offset += 1
  }

  private mutating func close(_ token: JSONToken) -> JSONToken {
    offset += 1
    open.removeLast()
    expectation = .separator
    return token
  }

  private mutating func begin(
    isObject: Bool, _ next: Expectation, _ token: JSONToken
  ) throws(JSONError) -> JSONToken {
    if open.count == depthLimit { throw .tooDeep(at: offset) }
    offset += 1
    open.append(isObject)
    expectation = next
    return token
  }

  private mutating func name() throws(JSONError) -> JSONToken {
    guard present == ASCII.quote else { throw .unexpected(at: offset) }
    let name = try JSONText.string(bytes, from: &offset)
    skipBlanks()
    try take(ASCII.colon)
    expectation = .value
    return .name(name)
  }

  private mutating func value() throws(JSONError) -> JSONToken {
    guard let byte = present else { throw .unexpected(at: offset) }
    if byte == 0x7b { return try begin(isObject: true, .firstName, .beginObject) }
    if byte == 0x5b { return try begin(isObject: false, .firstElement, .beginArray) }
    expectation = .separator
    switch byte {
    case ASCII.quote: return .string(try JSONText.string(bytes, from: &offset))
    case 0x74: return try word("true", .bool(true))
    case 0x66: return try word("false", .bool(false))
    case 0x6e: return try word("null", .null)
    case ASCII.minus, 0x30...0x39: return .number(try JSONText.number(bytes, from: &offset))
    default: throw .unexpected(at: offset)
    }
  }

  private mutating func word(
    _ text: StaticString, _ token: JSONToken
  ) throws(JSONError) -> JSONToken {
    let end = offset + text.utf8CodeUnitCount
    guard end <= bytes.count, bytes.raw.equals(offset..<end, text) else {
      throw .unexpected(at: offset)
    }
    offset = end
    return token
  }
}
