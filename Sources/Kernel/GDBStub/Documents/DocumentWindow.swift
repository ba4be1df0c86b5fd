/// A part of a text that is made anew for each part that is asked for.
///
/// Source: Debugging with GDB, E.4, "qXfer".
struct DocumentWindow {
  private var reply: Reply
  private var position = 0
  private let range: Range<Int>

  /// Looks at a part of a text.
  ///
  /// - Parameters:
  ///   - offset: Where it begins.
  ///   - byteCount: How long it may be.
  ///   - reply: Where it goes, after a letter that says whether it is the last one.
  init(offset: Int, byteCount: Int, _ reply: Reply) {
    range = offset..<offset + byteCount
    self.reply = reply
    self.reply.begin()
    self.reply.write(byte: UInt8(ascii: "m"))
  }

  /// Adds a byte to the text.
  @inline(never)
  mutating func write(byte: UInt8) {
    if range.contains(position) { reply.write(binary: byte) }
    position += 1
  }

  /// Adds to the text.
  @inline(never)
  mutating func write(_ text: StaticString) {
    // Safe: the text has as many bytes.
    for index in 0..<text.utf8CodeUnitCount { write(byte: unsafe text.utf8Start[index]) }
  }

  /// Adds a number of up to three digits, in decimal.
  mutating func write(decimal number: Int) {
    if number >= 100 { write(byte: UInt8(ascii: "0") + UInt8(number / 100)) }
    if number >= 10 { write(byte: UInt8(ascii: "0") + UInt8(number / 10 % 10)) }
    write(byte: UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// Adds a number in hexadecimal, after `0x`.
  mutating func write(hexadecimal number: UInt64) {
    write("0x")
    var shift: UInt64 = 60
    while shift > 0, number >> shift == 0 { shift -= 4 }
    while true {
      write(byte: HexadecimalDigit.byte(UInt8(truncatingIfNeeded: number >> shift)))
      if shift == 0 { return }
      shift -= 4
    }
  }

  /// The reply, when the text is complete.
  func finished() -> Reply {
    if position <= range.upperBound { reply.markLast() }
    return reply
  }
}
