internal import Telemetry

extension Reply {
  /// Writes a text in which what stands in braces is written once for each of some words:
  /// `{<a name="@"/>|one two}`.
  ///
  /// `@` stands for the word, `#` for the digits at its end, `%` for what is before those; letters
  /// of `TargetDescription.word` for those texts.
  mutating func write(expanding text: StaticString) {
    var index = 0
    while index < text.utf8CodeUnitCount {
      let byte = Self.byte(text, index)
      index += 1
      if byte == UInt8(ascii: "{") {
        index = writeRow(text, index)
      } else {
        write(byte, of: text, word: 0..<0)
      }
    }
  }

  /// Writes what stands in braces.
  ///
  /// - Returns: Where the text goes on.
  private mutating func writeRow(_ text: StaticString, _ start: Int) -> Int {
    let bar = Self.end(text, start, UInt8(ascii: "|"))
    var word = bar
    repeat {
      let next = Self.end(text, word + 1, UInt8(ascii: " "))
      for index in start..<bar { write(Self.byte(text, index), of: text, word: word + 1..<next) }
      word = next
    } while Self.byte(text, word) == UInt8(ascii: " ")
    return word + 1
  }

  /// Writes what a byte of a text stands for.
  @inline(never)
  private mutating func write(_ byte: UInt8, of text: StaticString, word: Range<Int>) {
    if let words = TargetDescription.word(byte) {
      for index in 0..<words.utf8CodeUnitCount {
        write(Self.byte(words, index), of: text, word: word)
      }
      return
    }
    var digits = word.upperBound
    while digits > word.lowerBound, Self.byte(text, digits - 1) < UInt8(ascii: "A") { digits -= 1 }
    switch byte {
    case UInt8(ascii: "@"): copy(text, word)
    case UInt8(ascii: "#"): copy(text, digits..<word.upperBound)
    case UInt8(ascii: "%"): copy(text, word.lowerBound..<digits)
    default: write(byte)
    }
  }

  @inline(never)
  private mutating func copy(_ text: StaticString, _ range: Range<Int>) {
    for index in range { write(Self.byte(text, index)) }
  }

  /// Where a byte comes next, or a brace.
  private static func end(_ text: StaticString, _ start: Int, _ byte: UInt8) -> Int {
    var index = start
    while self.byte(text, index) != byte, self.byte(text, index) != UInt8(ascii: "}") { index += 1 }
    return index
  }

  @inline(never)
  private static func byte(_ text: StaticString, _ index: Int) -> UInt8 {
    precondition(index < text.utf8CodeUnitCount)
    // Safe: checked.
    return unsafe text.utf8Start[index]
  }
}
