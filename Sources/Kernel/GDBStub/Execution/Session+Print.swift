internal import Telemetry

// What `dprintf` has printed in the target, by `set dprintf-style agent`.
//
// Source: Debugging with GDB, appendix F, "printf"; gdb's `gen_printf` pushes the arguments, the
// first one last, then a channel and a function, which are nobody's here.

extension Session {
  /// The longest text in memory that is shown.
  private static var longestText: UInt64 { 256 }

  /// Shows a format with its arguments; false if the instruction makes no sense.
  @inline(never)
  mutating func printFormatted() -> Bool {
    guard let count = scanner.takeByte(), let byteCount = scanner.takeBigEndian(2),
      let text = scanner.take(count: Int(byteCount)), depth >= Int(count) &+ 2
    else { return false }
    _ = (pop(), pop())
    let end = depth &- Int(count)
    var format = PacketScanner(text)
    reply.beginConsole()
    while let byte = format.takeByte(), byte != 0 {
      if byte == UInt8(ascii: "\\"), let escaped = format.takeByte() {
        reply.write(escaped == UInt8(ascii: "n") ? 0x0a : escaped)
      } else if byte != UInt8(ascii: "%") || format.take(byte) {
        reply.write(byte)
      } else {
        write(depth > end ? pop() : 0, &format)
      }
    }
    reply.flush()
    depth = end
    return true
  }

  /// Shows an argument as the directive behind a `%` says; of its width nothing is made.
  @inline(never)
  private mutating func write(_ argument: UInt64, _ format: inout PacketScanner) {
    var isLong = false
    while let byte = format.takeByte() {
      let value = isLong ? argument : argument & 0xffff_ffff
      switch byte {
      case UInt8(ascii: "l"), UInt8(ascii: "z"), UInt8(ascii: "j"): isLong = true
      case UInt8(ascii: "d"), UInt8(ascii: "i"):
        let signed = isLong ? Int64(bitPattern: value) : Int64(Int32(truncatingIfNeeded: value))
        if signed < 0 { reply.write(UInt8(ascii: "-")) }
        return reply.write(decimal: signed.magnitude)
      case UInt8(ascii: "u"): return reply.write(decimal: value)
      case UInt8(ascii: "x"): return reply.write(number: value)
      case UInt8(ascii: "p"): return reply.write("%x", argument)
      case UInt8(ascii: "c"): return reply.write(UInt8(truncatingIfNeeded: argument))
      case UInt8(ascii: "s"): return writeText(at: argument)
      case UInt8(ascii: "#")...UInt8(ascii: "9"), UInt8(ascii: "h"): continue
      default: return reply.write(UInt8(ascii: "%"))
      }
    }
  }

  private mutating func writeText(at address: UInt64) {
    var place: UInt64 = 0
    while place < Self.longestText, let byte = readByte(address &+ place), byte != 0 {
      reply.write(byte)
      place &+= 1
    }
  }
}
