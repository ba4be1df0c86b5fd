/// A packet that is being made, in a buffer of its own, where it stays until it has arrived.
public struct Reply {
  private let buffer: ByteBuffer
  private var count = 0
  /// Whether something did not fit.
  private(set) var isTooLong = false

  /// Takes the buffer.
  init(_ buffer: ByteBuffer) {
    self.buffer = buffer
  }

  /// Bytes around what a packet says: `$`, `#` and two digits.
  static var frameByteCount: Int { 4 }

  /// The packet as it was sent last.
  var bytes: ByteBuffer { buffer[0..<count] }
  /// How many bytes it says by now.
  var payloadByteCount: Int { count - 1 }

  /// Forgets what was said and begins anew.
  mutating func begin() {
    count = 0
    isTooLong = false
    write(byte: UInt8(ascii: "$"))
  }

  /// Makes a part of a document the last one.
  func markLast() { buffer[1] = UInt8(ascii: "l") }

  /// Completes the packet: repetitions are shortened, the checksum is added.
  mutating func end() {
    count = RunLength.compress(buffer[1..<count]) + 1
    var sum: UInt8 = 0
    for index in 1..<count { sum &+= buffer[index] }
    buffer[count] = UInt8(ascii: "#")
    buffer[count + 1] = HexadecimalDigit.byte(sum >> 4)
    buffer[count + 2] = HexadecimalDigit.byte(sum)
    count += 3
  }

  /// Adds a byte as it is.
  @inline(never)
  mutating func write(byte: UInt8) {
    guard count < buffer.count - Self.frameByteCount else {
      isTooLong = true
      return
    }
    buffer[count] = byte
    count += 1
  }

  /// Adds a text as it is.
  @inline(never)
  mutating func write(_ text: StaticString) {
    // Safe: the text has as many bytes.
    for index in 0..<text.utf8CodeUnitCount { write(byte: unsafe text.utf8Start[index]) }
  }

  /// Adds a byte as two digits.
  @inline(never)
  mutating func write(hexadecimal byte: UInt8) {
    write(byte: HexadecimalDigit.byte(byte >> 4))
    write(byte: HexadecimalDigit.byte(byte))
  }

  /// Adds bytes as two digits each.
  mutating func write(hexadecimal bytes: ByteBuffer) {
    for index in 0..<bytes.count { write(hexadecimal: bytes[index]) }
  }

  /// Adds a number without leading zeros.
  @inline(never)
  mutating func write(number: UInt64) {
    var shift: UInt64 = 60
    while shift > 0, number >> shift == 0 { shift -= 4 }
    while true {
      write(byte: HexadecimalDigit.byte(UInt8(truncatingIfNeeded: number >> shift)))
      if shift == 0 { return }
      shift -= 4
    }
  }

  /// Adds a byte of binary data, escaped if it has a meaning of its own.
  @inline(never)
  mutating func write(binary byte: UInt8) {
    switch byte {
    case UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "}"), UInt8(ascii: "*"):
      write(byte: UInt8(ascii: "}"))
      write(byte: byte ^ 0x20)
    default: write(byte: byte)
    }
  }

  /// Says that it worked.
  mutating func writeOK() { write("OK") }

  /// Says that it did not work.
  mutating func write(_ error: StubError) {
    write(byte: UInt8(ascii: "E"))
    write(hexadecimal: error.rawValue)
  }
}
