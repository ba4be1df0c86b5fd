/// Reads the parts of a packet, from its beginning on.
struct PacketScanner {
  private let bytes: ByteBuffer
  private(set) var index = 0

  /// Starts at the first byte of a packet.
  init(_ bytes: ByteBuffer) {
    self.bytes = bytes
  }

  /// Whether nothing is left.
  var isAtEnd: Bool { index == bytes.count }

  /// What is left.
  var rest: ByteBuffer { bytes.from(index) }

  /// The next byte, which stays; nil at the end.
  var next: UInt8? { isAtEnd ? nil : bytes[index] }

  /// Takes the next byte.
  mutating func takeByte() -> UInt8? {
    guard let byte = next else { return nil }
    index += 1
    return byte
  }

  /// Takes a byte if it is the next one.
  @inline(never)
  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  /// Takes a text if it is next.
  @inline(never)
  mutating func take(_ text: StaticString) -> Bool {
    guard rest.begins(with: text) else { return false }
    index += text.utf8CodeUnitCount
    return true
  }

  /// Takes a number of one digit or more; nil if there is none or it does not fit.
  @inline(never)
  mutating func takeNumber() -> UInt64? {
    var value: UInt64 = 0
    var count = 0
    while let byte = next, let digit = HexadecimalDigit.value(byte) {
      guard value >> 60 == 0 else { return nil }
      value = value << 4 | UInt64(digit)
      index += 1
      count += 1
    }
    return count > 0 ? value : nil
  }

  /// Takes a number that counts bytes; nil if it is unreasonably large, too.
  mutating func takeCount() -> Int? {
    guard let number = takeNumber(), number <= 1 << 40 else { return nil }
    return Int(number)
  }

  /// Takes the number of a thread: `-1` is every one, `p1.2` the second of process 1.
  ///
  /// - Returns: The number, 0 for any and -1 for all; nil if there is none.
  mutating func takeThread() -> Int? {
    if take(UInt8(ascii: "p")) {
      guard takeThread() != nil else { return nil }
      guard take(UInt8(ascii: ".")) else { return -1 }
    }
    if take("-1") { return -1 }
    return takeNumber().flatMap { $0 <= 1 << 30 ? Int($0) : nil }
  }

  /// Takes a byte of two digits.
  @inline(never)
  mutating func takeHexadecimalByte() -> UInt8? {
    guard bytes.count - index >= 2, let high = HexadecimalDigit.value(bytes[index]),
      let low = HexadecimalDigit.value(bytes[index + 1])
    else { return nil }
    index += 2
    return high << 4 | low
  }

  /// Reads what is left as bytes of two digits each, and writes them where the digits were.
  ///
  /// - Returns: The bytes; nil if something is no digit, or one is left over.
  @inline(never)
  mutating func takeHexadecimalBytes() -> ByteBuffer? {
    let place = rest
    var count = 0
    while !isAtEnd {
      guard let byte = takeHexadecimalByte() else { return nil }
      place[count] = byte
      count += 1
    }
    return place[0..<count]
  }

  /// Takes all up to a byte, which is dropped; nil if the byte does not come.
  @inline(never)
  mutating func take(until end: UInt8) -> ByteBuffer? {
    let start = index
    while let byte = takeByte() {
      if byte == end { return bytes[start..<index - 1] }
    }
    index = start
    return nil
  }

  /// Goes over a number of bytes; false if there are not as many.
  mutating func take(count: Int) -> ByteBuffer? {
    guard count >= 0, count <= bytes.count - index else { return nil }
    index += count
    return bytes[index - count..<index]
  }
}
