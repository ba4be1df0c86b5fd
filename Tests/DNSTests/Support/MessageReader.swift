/// Reads the parts of a message one after the other.
struct MessageReader {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { offset == bytes.count }

  func malformed(_ reason: String) -> ParsedMessage.Malformed {
    ParsedMessage.Malformed(reason: reason, offset: offset)
  }

  /// Reads a number of some bytes in network order.
  mutating func number(_ byteCount: Int) throws -> Int {
    guard bytes.count - offset >= byteCount else { throw malformed("cut") }
    defer { offset += byteCount }
    return bytes[offset..<offset + byteCount].reduce(0) { $0 << 8 | Int($1) }
  }

  /// Reads bytes as hexadecimal digits.
  mutating func hexadecimal(_ byteCount: Int) throws -> String {
    try (0..<byteCount).map { _ in
      let byte = try number(1)
      return (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }

  /// Reads a name, following pointers, each of which must lead to before its name's last part.
  mutating func name(allowsPointers: Bool = true) throws -> String {
    var text = ""
    var byteCount = 1
    var position = offset
    var partStart = offset
    var end: Int?
    while true {
      guard position < bytes.count else { throw malformed("cut name") }
      let length = Int(bytes[position])
      if length >= 0xc0 {
        guard allowsPointers, position + 1 < bytes.count else { throw malformed("pointer") }
        let target = (length & 0x3f) << 8 | Int(bytes[position + 1])
        guard target >= 12, target < partStart else { throw malformed("pointer forward") }
        end = end ?? position + 2
        position = target
        partStart = target
        continue
      }
      guard length <= 63 else { throw malformed("label type") }
      guard length > 0 else { break }
      guard position + 1 + length <= bytes.count else { throw malformed("cut label") }
      text += Self.escaped(bytes[position + 1...position + length]) + "."
      byteCount += 1 + length
      position += 1 + length
    }
    guard byteCount <= 255 else { throw malformed("long name") }
    offset = end ?? position + 1
    return text.isEmpty ? "." : text
  }

  /// Reads the data of a record of a type, which must take exactly so many bytes.
  mutating func data(_ type: Int, _ byteCount: Int) throws -> String {
    let end = offset + byteCount
    guard end <= bytes.count else { throw malformed("cut data") }
    let text: String
    switch type {
    case 2, 5, 12: text = try name()
    case 6:
      let names = "\(try name()) \(try name())"
      text = try (0..<5).reduce(names) { text, _ in "\(text) \(try number(4))" }
    case 15: text = "\(try number(2)) \(try name())"
    case 33:
      let numbers = "\(try number(2)) \(try number(2)) \(try number(2))"
      text = "\(numbers) \(try name(allowsPointers: false))"
    case 1 where byteCount != 4, 28 where byteCount != 16: throw malformed("address")
    case 16:
      guard byteCount > 0 else { throw malformed("no string") }
      text = try strings(until: end)
    default: text = try hexadecimal(byteCount)
    }
    guard offset == end else { throw malformed("data of another length") }
    return text
  }

  private mutating func strings(until end: Int) throws -> String {
    var text = ""
    while offset < end { text += " " + (try hexadecimal(try number(1))) }
    return text
  }

  private static func escaped(_ label: ArraySlice<UInt8>) -> String {
    label.map { byte in
      switch byte {
      case 0x2e, 0x5c: "\\" + String(UnicodeScalar(byte))
      case 0x21...0x7e: String(UnicodeScalar(byte))
      default: "\\\(byte)"
      }
    }.joined()
  }
}
