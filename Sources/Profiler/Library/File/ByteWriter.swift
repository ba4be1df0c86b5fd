/// Bytes in the making: texts and numbers as files hold them.
public struct ByteWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// Starts with nothing, and room for what will come.
  public init(capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  /// How many bytes there are.
  public var count: Int { bytes.count }

  /// Adds a byte.
  public mutating func add(_ byte: UInt8) { bytes.append(byte) }

  /// Adds bytes.
  public mutating func add(_ more: [UInt8]) { bytes.append(contentsOf: more) }

  /// Adds bytes.
  public mutating func add(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

  /// Adds a text in UTF-8.
  public mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
  }

  /// Adds a text that the program knows.
  public mutating func add(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Adds a number in decimal digits.
  public mutating func add(decimal value: Int) {
    if value < 0 { add(UInt8(ascii: "-")) }
    add(decimal: UInt64(value.magnitude))
  }

  /// Adds a number in decimal digits.
  public mutating func add(decimal value: UInt64) {
    guard value > 9 else { return add(UInt8(ascii: "0") + UInt8(value)) }
    let start = bytes.count
    var rest = value
    while rest > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    }
    bytes[start...].reverse()
  }

  /// Adds a number with a fraction of so many digits, rounded.
  public mutating func add(_ value: Double, digits: Int) {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e18 else { return add(decimal: 0) }
    let whole = UInt64(scaled) / UInt64(scale)
    if value < 0 && scaled > 0 { add(UInt8(ascii: "-")) }
    add(decimal: whole)
    guard digits > 0 else { return }
    add(UInt8(ascii: "."))
    var fraction = UInt64(scaled) - whole * UInt64(scale)
    var place = UInt64(scale) / 10
    while place > 0 {
      add(UInt8(ascii: "0") + UInt8(fraction / place))
      fraction %= place
      place /= 10
    }
  }

  /// Adds a number in hexadecimal digits, without a prefix.
  public mutating func add(hexadecimal value: UInt64) {
    let digits: StaticString = "0123456789abcdef"
    var shift = max(0, (63 - value.leadingZeroBitCount) / 4 * 4)
    if value == 0 { shift = 0 }
    while shift >= 0 {
      add(digits.utf8Start[Int(value >> UInt64(shift) & 15)])
      shift -= 4
    }
  }

  /// Adds an integer of a fixed width, lowest byte first.
  public mutating func add<Number: FixedWidthInteger>(littleEndian value: Number) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Adds a number in groups of seven bits, the lowest first; small ones take one byte.
  public mutating func add(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Adds a signed number such that small ones of either sign take one byte.
  public mutating func add(zigzag value: Int64) {
    add(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  /// Adds a text with its length before it.
  public mutating func add(counted text: String) {
    add(varint: UInt64(text.utf8.count))
    add(text)
  }

  /// Forgets what has been written, but not the room for it.
  public mutating func clear() { bytes.removeAll(keepingCapacity: true) }
}

extension ByteWriter {
  /// Adds a text in the quotes of JSON.
  public mutating func add(json text: String) {
    add(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): add("\\\"")
      case UInt8(ascii: "\\"): add("\\\\")
      case UInt8(ascii: "\n"): add("\\n")
      // No text may end the script that holds it in a page.
      case UInt8(ascii: "<"): add("\\u003c")
      case 0..<0x20:
        add(byte < 16 ? "\\u000" : "\\u00")
        add(hexadecimal: UInt64(byte))
      default: add(byte)
      }
    }
    add(UInt8(ascii: "\""))
  }

  /// Adds a text as XML and HTML hold it; what XML cannot hold becomes a question mark.
  public mutating func add(xml text: String) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): add("&amp;")
      case UInt8(ascii: "<"): add("&lt;")
      case UInt8(ascii: ">"): add("&gt;")
      case UInt8(ascii: "\""): add("&quot;")
      case 0..<0x20 where byte != 9 && byte != 10 && byte != 13: add(UInt8(ascii: "?"))
      default: add(byte)
      }
    }
  }
}
