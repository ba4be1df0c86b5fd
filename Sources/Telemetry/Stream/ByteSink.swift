/// Something that takes bytes one after the other: a port, a buffer, a checksum.
public protocol ByteSink: ~Copyable {
  /// Takes one byte.
  mutating func write(_ byte: UInt8)
}

extension ByteSink where Self: ~Copyable {
  // Not inlined: many places write, and nobody is in a hurry where a sink is one byte wide.

  /// Writes an integer, lowest byte first.
  @inline(never)
  public mutating func write<Value: FixedWidthInteger>(littleEndian value: Value) {
    for index in 0..<Value.bitWidth / 8 {
      write(UInt8(truncatingIfNeeded: value >> (8 * index)))
    }
  }

  /// Writes bytes in their order.
  @inline(never)
  public mutating func write(_ bytes: borrowing RawSpan) {
    for index in 0..<bytes.byteCount {
      write(bytes.byte(at: index))
    }
  }

  /// Writes the UTF-8 bytes of a text known to the compiler.
  @inline(never)
  public mutating func write(_ text: StaticString) {
    // Safe: the bytes of a static string live as long as the program.
    guard text.hasPointerRepresentation else { return }
    for index in 0..<text.utf8CodeUnitCount {
      unsafe write(text.utf8Start[index])
    }
  }

  /// Writes a number as 0x and lower-case hexadecimal digits.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - digitCount: Digits to write, with leading zeros; 1 to 16.
  @inline(never)
  public mutating func write(hexadecimal value: UInt64, digitCount: Int = 16) {
    write("0x" as StaticString)
    for index in (0..<digitCount).reversed() {
      let digit = UInt8(truncatingIfNeeded: value >> (4 * UInt64(index))) & 15
      write(digit < 10 ? 0x30 + digit : 0x61 - 10 + digit)
    }
  }

  /// Writes a number as decimal digits without leading zeros.
  @inline(never)
  public mutating func write(decimal value: UInt64) {
    var divisor: UInt64 = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      write(0x30 + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }
}

/// A sink that only counts, for the lengths that go before what they measure.
struct CountingSink: ByteSink {
  private(set) var byteCount = 0

  mutating func write(_ byte: UInt8) {
    byteCount += 1
  }
}
