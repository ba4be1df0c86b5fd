internal import Telemetry

// What `dprintf` has printed in the target, by `set dprintf-style agent`.
//
// Source: Debugging with GDB, appendix F, "printf"; gdb's `gen_printf` pushes the arguments, the
// first one last, then a channel and a function, which are nobody's here.

extension AgentExpression {
  /// The longest text in memory that is shown.
  private static var longestText: UInt64 { 256 }

  /// Shows a format with its arguments.
  mutating func printFormatted<Target: DebugTarget, Line: DebugLine>(
    _ target: inout Target, _ reply: inout Reply<Line>
  ) -> Outcome {
    guard let count = takeCode(1), let byteCount = takeCode(2),
      Int(byteCount) <= code.count - place, depth >= Int(count) + 2
    else { return .failed }
    var format = PacketScanner(code[place..<place + Int(byteCount)])
    place += Int(byteCount)
    _ = (pop(), pop())
    reply.beginConsole()
    var taken = 0
    while let byte = format.takeByte(), byte != 0 {
      if byte == UInt8(ascii: "\\"), let escaped = format.takeByte() {
        reply.write(escaped == UInt8(ascii: "n") ? 0x0a : escaped)
      } else if byte != UInt8(ascii: "%") || format.take(byte) {
        reply.write(byte)
      } else {
        let argument = taken < Int(count) ? pop() : 0
        taken += 1
        Self.write(argument, &format, &target, &reply)
      }
    }
    reply.flush()
    while taken < Int(count) {
      _ = pop()
      taken += 1
    }
    return .goesOn
  }

  /// Shows an argument as the directive behind a `%` says; of its width nothing is made.
  private static func write<Target: DebugTarget, Line: DebugLine>(
    _ argument: UInt64, _ format: inout PacketScanner, _ target: inout Target,
    _ reply: inout Reply<Line>
  ) {
    var isLong = false
    while let byte = format.takeByte() {
      let value = isLong ? argument : argument & 0xffff_ffff
      switch byte {
      case UInt8(ascii: "l"), UInt8(ascii: "z"), UInt8(ascii: "j"): isLong = true
      case UInt8(ascii: "d"), UInt8(ascii: "i"):
        let signed = isLong ? Int64(bitPattern: value) : Int64(Int32(truncatingIfNeeded: value))
        if signed < 0 { reply.write("-") }
        return reply.write(decimal: signed.magnitude)
      case UInt8(ascii: "u"): return reply.write(decimal: value)
      case UInt8(ascii: "x"): return reply.write(number: value)
      case UInt8(ascii: "p"): return reply.write("%x", argument)
      case UInt8(ascii: "c"): return reply.write(UInt8(truncatingIfNeeded: argument))
      case UInt8(ascii: "s"): return writeText(at: argument, &target, &reply)
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "#"), UInt8(ascii: "h"):
        continue
      default: return reply.write("%")
      }
    }
  }

  private static func writeText<Target: DebugTarget, Line: DebugLine>(
    at address: UInt64, _ target: inout Target, _ reply: inout Reply<Line>
  ) {
    for distance in 0..<longestText {
      guard let byte = target.number(at: address &+ distance, 1), byte != 0 else { return }
      reply.write(UInt8(byte))
    }
  }
}
