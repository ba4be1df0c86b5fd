/// Reads the parts of a packet, from its beginning on.
struct PacketScanner {
  private let bytes: ByteBuffer
  /// How much was taken.
  var index = 0

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

  /// Takes the number of a thread: `-1` is every one, `p1.2` the second of process 1.
  ///
  /// - Returns: The number, 0 for any and the highest of all for all; nil if there is none.
  mutating func takeThread() -> UInt64? {
    if take(UInt8(ascii: "p")) {
      guard takeThread() != nil else { return nil }
      guard take(UInt8(ascii: ".")) else { return .max }
    }
    if take(UInt8(ascii: "-")) { return takeNumber().map { _ in .max } }
    return takeNumber()
  }

  /// Takes a number of so many bytes, the highest first; nil if there are not as many.
  mutating func takeBigEndian(_ byteCount: Int) -> UInt64? {
    var value: UInt64 = 0
    for _ in 0..<byteCount {
      guard let byte = takeByte() else { return nil }
      value = value << 8 | UInt64(byte)
    }
    return value
  }

  /// Takes a byte of two digits.
  @inline(never)
  mutating func takeHexadecimalByte() -> UInt8? {
    guard let high = takeByte().flatMap(HexadecimalDigit.value),
      let low = takeByte().flatMap(HexadecimalDigit.value)
    else { return nil }
    return high << 4 | low
  }

  /// What is left as bytes of two digits each, written where the digits were; nil if something is
  /// no digit, or one is left over.
  var hexadecimalBytes: ByteBuffer? {
    @inline(never) get {
      var scanner = self
      let place = rest
      var count = 0
      while !scanner.isAtEnd {
        guard let byte = scanner.takeHexadecimalByte() else { return nil }
        place[count] = byte
        count += 1
      }
      return place[0..<count]
    }
  }

  /// Goes on elsewhere; false if there is nothing.
  mutating func jump(to place: Int) -> Bool {
    guard place < bytes.count else { return false }
    index = place
    return true
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

  /// Takes a number of bytes; nil if there are not as many.
  mutating func take(count: Int) -> ByteBuffer? {
    guard count >= 0, count <= bytes.count - index else { return nil }
    index += count
    return bytes[index - count..<index]
  }
}
