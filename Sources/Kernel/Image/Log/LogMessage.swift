public import Telemetry

/// What a line of the log says: a text known to the compiler, or one with values in it.
///
/// It holds nothing. Making one writes its parts straight into the line that was begun, without
/// heap: literals, integers, durations, texts, and whatever else has an `appendInterpolation`.
public struct LogMessage: ExpressibleByStringInterpolation, Sendable {
  public init(stringLiteral text: StaticString) {
    writeLogText(text)
  }

  public init(stringInterpolation interpolation: Interpolation) {
    // The parts have been written as they came.
  }

  /// Takes the parts of a line in their order.
  public struct Interpolation: StringInterpolationProtocol {
    public init(literalCapacity: Int, interpolationCount: Int) {}

    // Safe, all of them: one core, and interrupt handlers do not log.

    public mutating func appendLiteral(_ text: StaticString) {
      writeLogText(text)
    }

    /// Writes a text known to the compiler.
    public mutating func appendInterpolation(_ text: StaticString) {
      writeLogText(text)
    }

    /// Writes a text.
    public mutating func appendInterpolation(_ text: String) {
      for byte in text.utf8 { unsafe Log.composer.write(byte) }
    }

    /// Writes a short text.
    public mutating func appendInterpolation<let capacity: Int>(_ text: InlineText<capacity>) {
      for index in 0..<text.byteCount { unsafe Log.composer.write(text[index]) }
    }

    /// Writes a number in decimal digits.
    @inline(__always)
    public mutating func appendInterpolation<Number: FixedWidthInteger>(_ number: Number) {
      if Number.isSigned {
        append(signed: Int64(truncatingIfNeeded: number))
      } else {
        append(unsigned: UInt64(truncatingIfNeeded: number))
      }
    }

    /// Writes a number as 0x and hexadecimal digits, as many as it has room for.
    @inline(__always)
    public mutating func appendInterpolation<Number: FixedWidthInteger>(hex number: Number) {
      unsafe Log.composer.write(
        hexadecimal: UInt64(truncatingIfNeeded: number), digitCount: Number.bitWidth / 4)
    }

    /// Writes yes or no.
    public mutating func appendInterpolation(_ flag: Bool) {
      writeLogText(flag ? "yes" : "no")
    }

    /// Writes a duration in nanoseconds, with its unit.
    public mutating func appendInterpolation(_ duration: Duration) {
      append(signed: Int64(clamping: duration.attoseconds / 1_000_000_000))
      writeLogText(" ns")
    }

    @inline(never)
    private mutating func append(signed number: Int64) {
      if number < 0 { unsafe Log.composer.write(0x2d) }
      append(unsigned: number.magnitude)
    }

    @inline(never)
    private mutating func append(unsigned number: UInt64) {
      unsafe Log.composer.write(decimal: number)
    }

    /// Writes a byte.
    @inline(never)
    public mutating func append(byte: UInt8) {
      unsafe Log.composer.write(byte)
    }
  }
}
