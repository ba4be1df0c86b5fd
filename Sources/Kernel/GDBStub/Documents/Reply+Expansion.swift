internal import Telemetry

extension Reply {
  /// Writes the target description, in which what stands in braces is written once for each of some
  /// words: `{<a name="@"/>|one two}`.
  ///
  /// `@` stands for the word, `#` for the digits at its end, `%` for what is before those; letters
  /// of `TargetDescription.word` for those texts.
  @inline(never)
  mutating func writeDescription() {
    var (index, start) = (0, -1)
    while index < TargetDescription.text.utf8CodeUnitCount {
      let byte = TargetDescription.byte(index)
      index &+= 1
      if byte == UInt8(ascii: "{") {
        start = index
        while TargetDescription.byte(index) != UInt8(ascii: "|") { index &+= 1 }
        index = writeRow(start, index)
      } else {
        write(byte, word: 0, 0)
      }
    }
  }

  /// Writes what stands in braces, before a bar that the words follow.
  ///
  /// - Returns: Where the text goes on.
  private mutating func writeRow(_ start: Int, _ bar: Int) -> Int {
    var (end, byte) = (bar, UInt8(ascii: " "))
    while byte == UInt8(ascii: " ") {
      let word = end &+ 1
      repeat {
        end &+= 1
        byte = TargetDescription.byte(end)
      } while byte != UInt8(ascii: " ") && byte != UInt8(ascii: "}")
      var index = start
      while index < bar {
        write(TargetDescription.byte(index), word: word, end)
        index &+= 1
      }
    }
    return end &+ 1
  }

  /// Writes what a byte of the text stands for, where a word begins and ends.
  @inline(never)
  private mutating func write(_ byte: UInt8, word start: Int, _ end: Int) {
    if let words = TargetDescription.word(byte) {
      var letters = StaticLetters(words)
      while let letter = letters.take() { write(letter, word: start, end) }
      return
    }
    var digits = end
    while digits > start, TargetDescription.byte(digits &- 1) < UInt8(ascii: "A") { digits &-= 1 }
    switch byte {
    case UInt8(ascii: "@"): copy(start, end)
    case UInt8(ascii: "#"): copy(digits, end)
    case UInt8(ascii: "%"): copy(start, digits)
    default: write(byte)
    }
  }

  @inline(never)
  private mutating func copy(_ start: Int, _ end: Int) {
    var index = start
    while index < end {
      write(TargetDescription.byte(index))
      index &+= 1
    }
  }
}
