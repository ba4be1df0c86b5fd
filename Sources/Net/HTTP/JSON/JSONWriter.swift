/// Writes a JSON text.
///
///     var json = JSONWriter()
///     json.object { item in
///       item.set("id", 7)
///       item.array("tags") { tags in tags.value("new" as StaticString) }
///     }
///
/// Source: RFC 8259.
public struct JSONWriter: Sendable {
  /// The text so far, in UTF-8.
  public private(set) var bytes: [UInt8] = []
  /// Whether a comma goes before what comes next.
  private var needsComma = false

  /// Begins an empty text.
  public init() {}

  /// Writes a value: an element of the array that is open, or the whole text.
  public mutating func value<Value: JSONEncodable>(_ value: Value) { value.write(to: &self) }

  /// Writes an object, whose members a closure writes.
  public mutating func object(_ members: (inout JSONObjectWriter) -> Void) {
    begin(0x7b)
    // The text changes hands, as a copy of it would cost what it is long.
    var object = JSONObjectWriter()
    swap(&object.writer, &self)
    members(&object)
    swap(&object.writer, &self)
    end(0x7d)
  }

  /// Writes an array, whose elements a closure writes.
  public mutating func array(_ elements: (inout JSONWriter) -> Void) {
    begin(0x5b)
    elements(&self)
    end(0x5d)
  }

  /// Writes a string of UTF-8; bytes that are none become U+FFFD.
  public mutating func string(_ text: RawSpan) {
    separate()
    bytes.append(ASCII.quote)
    var offset = 0
    while offset < text.byteCount {
      let count = Self.characterByteCount(text, at: offset)
      if count == 0 {
        bytes.append("\u{fffd}")
        offset += 1
      } else if count == 1 {
        append(text[offset])
        offset += 1
      } else {
        bytes.append(text.extracting(offset..<offset + count))
        offset += count
      }
    }
    bytes.append(ASCII.quote)
  }

  /// Writes a whole number.
  public mutating func number(_ number: Int) {
    separate()
    bytes.append(decimal: number)
  }

  /// Writes a number in the shortest form that reads as the same; null if it is not finite.
  public mutating func number(_ number: Double) {
    separate()
    if number.isFinite {
      for byte in number.description.utf8 { bytes.append(byte) }
    } else {
      bytes.append("null")
    }
  }

  /// Writes `true`, `false` or `null`.
  mutating func word(_ text: StaticString) {
    separate()
    bytes.append(text)
  }

  /// Writes the name of a member.
  mutating func name(_ name: RawSpan) {
    string(name)
    bytes.append(ASCII.colon)
    needsComma = false
  }

  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(ASCII.comma) }
    needsComma = true
  }

  /// Adds a character of ASCII, escaped if it must be.
  private mutating func append(_ byte: UInt8) {
    switch byte {
    case ASCII.quote, ASCII.backslash:
      bytes.append(ASCII.backslash)
      bytes.append(byte)
    case 0x0a: bytes.append("\\n")
    case 0x0d: bytes.append("\\r")
    case 0x09: bytes.append("\\t")
    case 0..<0x20:
      bytes.append("\\u")
      bytes.append(hexadecimal: UInt64(byte), width: 4)
    default: bytes.append(byte)
    }
  }

  /// How many bytes the character at an offset has; 0 if it is none.
  private static func characterByteCount(_ text: RawSpan, at offset: Int) -> Int {
    var check = UTF8Check()
    var end = offset
    repeat {
      guard end < text.byteCount, check.accept(text[end]) else { return 0 }
      end += 1
    } while !check.isAtBoundary
    return end - offset
  }
}
