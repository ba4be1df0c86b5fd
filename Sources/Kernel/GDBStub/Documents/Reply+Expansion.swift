internal import Telemetry

extension Reply {
  /// Writes a text in which what stands in braces is written once for each of some words:
  /// `{<a name="@"/>|one two}`.
  ///
  /// `@` stands for the word, `#` for the digits at its end, `%` for what is before those.
  @inline(never)
  mutating func write(expanding text: StaticString) {
    var index = 0
    while index < text.utf8CodeUnitCount {
      if Self.byte(text, index) == UInt8(ascii: "{") {
        index = writeRow(text, index + 1)
      } else {
        write(Self.byte(text, index))
        index += 1
      }
    }
  }

  /// Writes what stands in braces.
  ///
  /// - Returns: Where the text goes on.
  private mutating func writeRow(_ text: StaticString, _ start: Int) -> Int {
    let bar = Self.end(text, start, UInt8(ascii: "|"), UInt8(ascii: "|"))
    var word = bar
    repeat {
      let next = Self.end(text, word + 1, UInt8(ascii: " "), UInt8(ascii: "}"))
      write(text, start..<bar, word: word + 1..<next)
      word = next
    } while Self.byte(text, word) == UInt8(ascii: " ")
    return word + 1
  }

  private mutating func write(_ text: StaticString, _ range: Range<Int>, word: Range<Int>) {
    var digits = word.upperBound
    while Self.byte(text, digits - 1) < UInt8(ascii: "A") { digits -= 1 }
    for index in range {
      let byte = Self.byte(text, index)
      switch byte {
      case UInt8(ascii: "@"): copy(text, word)
      case UInt8(ascii: "#"): copy(text, digits..<word.upperBound)
      case UInt8(ascii: "%"): copy(text, word.lowerBound..<digits)
      default: write(byte)
      }
    }
  }

  private mutating func copy(_ text: StaticString, _ range: Range<Int>) {
    for index in range { write(Self.byte(text, index)) }
  }

  private static func end(
    _ text: StaticString, _ start: Int, _ first: UInt8, _ second: UInt8
  ) -> Int {
    var index = start
    while byte(text, index) != first, byte(text, index) != second { index += 1 }
    return index
  }

  private static func byte(_ text: StaticString, _ index: Int) -> UInt8 {
    precondition(index < text.utf8CodeUnitCount)
    // Safe: checked.
    return unsafe text.utf8Start[index]
  }
}
