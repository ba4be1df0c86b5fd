/// Bytes of a message that grows up to a limit.
struct SyslogWriter {
  private(set) var bytes: [UInt8] = []
  private let limit: Int

  init(limit: Int) {
    self.limit = limit
    bytes.reserveCapacity(limit)
  }

  /// Writes a byte, if there is room.
  mutating func append(_ byte: UInt8) {
    if bytes.count < limit { bytes.append(byte) }
  }

  /// Writes a number of at most three digits.
  mutating func append(decimal number: Int) {
    if number >= 100 { append(0x30 + UInt8(number / 100)) }
    if number >= 10 { append(0x30 + UInt8(number / 10 % 10)) }
    append(0x30 + UInt8(number % 10))
  }

  /// Writes a blank and a field of the header; a hyphen stands for an empty one.
  mutating func appendField(_ field: [UInt8], atMost count: Int) {
    append(0x20)
    if field.isEmpty { append(0x2d) }
    for byte in field.prefix(count) { append(Self.isPrintable(byte) ? byte : 0x3f) }
  }

  /// Writes the elements that fit, or a hyphen if there are none.
  mutating func append(_ elements: [SyslogElement]) {
    let start = bytes.count
    for element in elements where !element.identifier.isEmpty {
      let before = bytes.count
      append(element)
      // One that reached the limit is cut; room for a blank and some text is left, too.
      if bytes.count >= limit { bytes.removeLast(bytes.count - before) }
    }
    if bytes.count == start { append(0x2d) }
  }

  /// Writes what people read, as far as there is room.
  ///
  /// What is not ASCII is announced as UTF-8 (section 6.4), control characters are blanks.
  mutating func append(text: [UInt8]) {
    guard !text.isEmpty else { return }
    append(0x20)
    let isASCII = text.allSatisfy { $0 < 0x80 }
    var room = limit - bytes.count - (isASCII ? 0 : 3)
    guard room > 0 else { return }
    if !isASCII { bytes += [0xef, 0xbb, 0xbf] }
    if text.count > room {
      // Not in the middle of a character.
      while room > 0, text[room] & 0xc0 == 0x80 { room -= 1 }
    }
    for byte in text.prefix(room) { append(byte < 0x20 || byte == 0x7f ? 0x20 : byte) }
  }

  private mutating func append(_ element: SyslogElement) {
    append(0x5b)
    appendName(element.identifier)
    for parameter in element.parameters where !parameter.name.isEmpty {
      append(0x20)
      appendName(parameter.name)
      append(0x3d)
      append(0x22)
      for byte in parameter.value {
        // A quote, a backslash and a bracket would end the value (section 6.3.3).
        if byte == 0x22 || byte == 0x5c || byte == 0x5d { append(0x5c) }
        append(byte)
      }
      append(0x22)
    }
    append(0x5d)
  }

  /// Writes a name of an element or a value (section 6.3.2).
  private mutating func appendName(_ name: [UInt8]) {
    for byte in name.prefix(32) {
      let isAllowed = Self.isPrintable(byte) && byte != 0x3d && byte != 0x5d && byte != 0x22
      append(isAllowed ? byte : 0x3f)
    }
  }

  private static func isPrintable(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7f }
}
