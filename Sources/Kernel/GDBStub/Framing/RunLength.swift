/// The run-length encoding of replies: a character, `*`, and how often it comes once more.
///
/// Source: Debugging with GDB, E.1: the number is that of the character less 29; it is at least 3,
/// at most 97, and neither `#` nor `$`. What is escaped is left alone: of a run behind an escape
/// gdb repeats what was sent, and lldb what was meant.
enum RunLength {
  /// Shortens repetitions in place; the result is never longer.
  ///
  /// - Returns: How many bytes it has then.
  static func compress(_ bytes: ByteBuffer) -> Int {
    var (source, target) = (0, 0)
    while source < bytes.count {
      let byte = bytes[source]
      source &+= 1
      var more = 0
      if byte == UInt8(ascii: "}"), source < bytes.count {
        bytes[target] = byte
        bytes[target &+ 1] = bytes[source]
        target &+= 2
        source &+= 1
        continue
      }
      while more < 97, source &+ more < bytes.count, bytes[source &+ more] == byte { more &+= 1 }
      if more & ~1 == 6 { more = 5 }
      bytes[target] = byte
      target &+= 1
      guard more >= 3 else { continue }
      bytes[target] = UInt8(ascii: "*")
      bytes[target &+ 1] = UInt8(truncatingIfNeeded: more &+ 29)
      target &+= 2
      source &+= more
    }
    return target
  }
}
