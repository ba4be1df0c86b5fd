/// Text for the debugger's user, sent in pieces while a command runs.
///
/// Source: Debugging with GDB, E.3, "O".
public struct DebugConsole<Line: DebugLine> {
  private var line: Line
  private var reply: Reply
  private var hasText = false

  /// Text is sent in pieces of this many bytes.
  private var pieceByteCount: Int { 512 }

  init(_ line: Line, _ reply: Reply) {
    self.line = line
    self.reply = reply
  }

  /// Adds a byte.
  @inline(never)
  public mutating func write(byte: UInt8) {
    if !hasText {
      reply.begin()
      reply.write(byte: UInt8(ascii: "O"))
      hasText = true
    }
    reply.write(hexadecimal: byte)
    if reply.payloadByteCount > pieceByteCount * 2 { flush() }
  }

  /// Adds a text.
  public mutating func write(_ text: StaticString) {
    // Safe: the text has as many bytes.
    for index in 0..<text.utf8CodeUnitCount { write(byte: unsafe text.utf8Start[index]) }
  }

  /// Adds a number in decimal.
  public mutating func write(_ number: UInt64) {
    var divisor: UInt64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      write(byte: UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  /// Adds a number in hexadecimal, after `0x`.
  public mutating func write(hexadecimal number: UInt64) {
    write("0x")
    var shift: UInt64 = 60
    while shift > 0, number >> shift == 0 { shift -= 4 }
    while true {
      write(byte: HexadecimalDigit.byte(UInt8(truncatingIfNeeded: number >> shift)))
      if shift == 0 { return }
      shift -= 4
    }
  }

  /// Sends what was not sent yet.
  mutating func flush() {
    guard hasText else { return }
    hasText = false
    reply.end()
    line.send(reply.bytes)
  }
}
