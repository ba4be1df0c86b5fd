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

  /// Takes what is left.
  mutating func takeRest() -> ByteBuffer {
    let rest = rest
    index = bytes.count
    return rest
  }

  /// The next byte, which stays; nil at the end.
  var next: UInt8? { isAtEnd ? nil : bytes[index] }

  /// Takes the next byte.
  @inline(never)
  mutating func takeByte() -> UInt8? {
    guard let byte = next else { return nil }
    index &+= 1
    return byte
  }

  /// Takes a byte if it is the next one.
  @inline(never)
  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index &+= 1
    return true
  }

  /// Takes a number of one digit or more; nil if there is none or it does not fit.
  @inline(never)
  mutating func takeNumber() -> UInt64? {
    var value: UInt64?
    while let byte = next, let digit = HexadecimalDigit.value(byte) {
      let higher = value ?? 0
      guard higher >> 60 == 0 else { return nil }
      value = higher << 4 | UInt64(digit)
      index &+= 1
    }
    return value
  }

  /// Takes the number of a thread: `-1` is every one, `p1.2` the second of process 1.
  ///
  /// - Returns: The number, 0 for any and the highest of all for all; nil if there is none.
  mutating func takeThread() -> UInt64? {
    var isEveryOne = false
    if take(UInt8(ascii: "p")) {
      guard takeSigned(&isEveryOne) != nil else { return nil }
      guard take(UInt8(ascii: ".")) else { return .max }
    }
    let number = takeSigned(&isEveryOne)
    return isEveryOne && number != nil ? .max : number
  }

  @inline(never)
  private mutating func takeSigned(_ isNegative: inout Bool) -> UInt64? {
    isNegative = take(UInt8(ascii: "-"))
    return takeNumber()
  }

  /// Takes a number of so many bytes, the highest first; nil if there are not as many.
  @inline(never)
  mutating func takeBigEndian(_ byteCount: Int) -> UInt64? {
    var (value, left): (UInt64, Int) = (0, byteCount)
    while left > 0 {
      guard let byte = takeByte() else { return nil }
      value = value << 8 | UInt64(byte)
      left &-= 1
    }
    return value
  }

  /// Takes a byte of two digits.
  @inline(never)
  mutating func takeHexadecimalByte() -> UInt8? {
    guard let high = takeDigit(), let low = takeDigit() else { return nil }
    return high << 4 | low
  }

  private mutating func takeDigit() -> UInt8? {
    guard let byte = takeByte() else { return nil }
    return HexadecimalDigit.value(byte)
  }

  /// What is left as bytes of two digits each, written where the digits were; nil if something is
  /// no digit, or one is left over.
  @inline(never)
  mutating func takeHexadecimalBytes() -> ByteBuffer? {
    let place = rest
    var count = 0
    while !isAtEnd {
      guard let byte = takeHexadecimalByte() else { return nil }
      place[count] = byte
      count &+= 1
    }
    return place.part(0, count)
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
      if byte == end { return bytes.part(start, index &- 1) }
    }
    index = start
    return nil
  }

  /// Takes a number of bytes; nil if there are not as many.
  mutating func take(count: Int) -> ByteBuffer? {
    guard count >= 0, count <= bytes.count &- index else { return nil }
    index &+= count
    return bytes.part(index &- count, index)
  }
}
