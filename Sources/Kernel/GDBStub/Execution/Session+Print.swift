internal import Telemetry

// What `dprintf` has printed in the target, by `set dprintf-style agent`.
//
// Source: Debugging with GDB, appendix F, "printf"; gdb's `gen_printf` pushes the arguments, the
// first one last, then a channel and a function, which are nobody's here.

extension Session {
  /// The longest text in memory that is shown.
  private static var longestText: UInt64 { 256 }

  /// Shows a format with its arguments, or looks whether that can be done: `canPrint`.
  ///
  /// - Returns: False if the instruction makes no sense.
  @inline(never)
  mutating func printFormatted() -> Bool {
    guard let count = scanner.takeByte(), let byteCount = scanner.takeBigEndian(2),
      let text = scanner.take(count: Int(byteCount)), depth >= Int(count) &+ 2
    else { return false }
    _ = (pop(), pop())
    let end = depth &- Int(count)
    var format = PacketScanner(text)
    if isChecking { reply.beginWindow(offset: 0, byteCount: 0) } else { reply.beginConsole() }
    while let byte = format.takeByte(), byte != 0 {
      if byte == UInt8(ascii: "\\"), let escaped = format.takeByte() {
        writeEscaped(escaped)
      } else if byte != UInt8(ascii: "%") || format.take(byte) {
        reply.write(byte)
      } else if !write(depth > end ? pop() : 0, &format) {
        canPrint = false
      }
    }
    if !isChecking { reply.end() }
    depth = end
    return true
  }

  private mutating func writeEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "n"): reply.write(0x0a)
    case UInt8(ascii: "t"): reply.write(9)
    default:
      if byte >= UInt8(ascii: "0"), byte != UInt8(ascii: "\\") { canPrint = false }
      reply.write(byte)
    }
  }

  /// Shows an argument as the directive behind a `%` says; false if that is beyond the stub.
  @inline(never)
  private mutating func write(_ argument: UInt64, _ format: inout PacketScanner) -> Bool {
    var (number, bitCount) = (NumberFormat(), 32 as UInt64)
    while let byte = format.takeByte() {
      switch byte {
      case UInt8(ascii: "l"), UInt8(ascii: "z"), UInt8(ascii: "j"): bitCount = 64
      case UInt8(ascii: "h"): bitCount /= 2
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard number.width < 25 else { return false }
        if byte == UInt8(ascii: "0"), number.width == 0 { number.padding = byte }
        number.width = number.width &* 10 &+ (byte & 15)
      default:
        if write(argument, as: byte, number, 64 &- bitCount) { return true }
        guard number.width == 0 else { return false }
        switch byte {
        case UInt8(ascii: "p"): reply.write("%x", argument)
        case UInt8(ascii: "c"): reply.write(UInt8(truncatingIfNeeded: argument))
        case UInt8(ascii: "s"): writeText(at: argument)
        default: return false
        }
        return true
      }
    }
    return false
  }

  /// Shows a number, of whose bits the highest do not count; false if the letter asks for none.
  private mutating func write(
    _ argument: UInt64, as letter: UInt8, _ format: NumberFormat, _ shift: UInt64
  ) -> Bool {
    var (format, value) = (format, (argument &<< shift) &>> shift)
    switch letter {
    case UInt8(ascii: "d"), UInt8(ascii: "i"):
      let signed = Int64(bitPattern: argument &<< shift) &>> Int64(shift)
      (format.isNegative, value) = (signed < 0, signed.magnitude)
    case UInt8(ascii: "u"): break
    case UInt8(ascii: "o"): format.base = 8
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      format.base = 16
      format.letters &-= ~letter & 0x20
    default: return false
    }
    reply.write(value, format)
    return true
  }

  private mutating func writeText(at address: UInt64) {
    var place: UInt64 = 0
    while place < Self.longestText, let byte = readByte(address &+ place), byte != 0 {
      reply.write(byte)
      place &+= 1
    }
  }
}
