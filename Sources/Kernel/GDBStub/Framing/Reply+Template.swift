internal import Telemetry

extension Reply {
  /// Writes a text in which letters after `%` stand for numbers, in their order.
  ///
  /// | | |
  /// |---|---|
  /// | `%d` | decimal; `%6d` in a column of as many characters, at most 9 |
  /// | `%x` | to the base of 16, after `0x` |
  /// | `%n` | to the base of 16 |
  /// | `%i` | an address of the Internet Protocol: `10.0.0.42` |
  /// | `%m` | an address of a card: `52:54:00:12:34:56` |
  /// | `%t` | nanoseconds as seconds: `1.000250` |
  @inline(never)
  public mutating func write(
    _ template: StaticString, _ first: UInt64, _ second: UInt64, _ third: UInt64 = 0,
    _ fourth: UInt64 = 0
  ) {
    let numbers: [4 of UInt64] = [first, second, third, fourth]
    var (letters, next) = (StaticLetters(template), 0)
    while var letter = letters.take() {
      guard letter == UInt8(ascii: "%") else {
        write(letter)
        continue
      }
      var width = 0
      letter = letters.next
      if letter < UInt8(ascii: "a") {
        width = Int(letter &- UInt8(ascii: "0"))
        letters.skip()
        letter = letters.next
      }
      letters.skip()
      write(numbers[next & 3], as: letter, width)
      next &+= 1
    }
  }

  /// Writes a text with counts, none of which is below 0.
  @inline(__always)
  public mutating func write(
    _ template: StaticString, counts first: Int, _ second: Int, _ third: Int = 0, _ fourth: Int = 0
  ) {
    write(
      template, UInt64(truncatingIfNeeded: first), UInt64(truncatingIfNeeded: second),
      UInt64(truncatingIfNeeded: third), UInt64(truncatingIfNeeded: fourth))
  }

  /// Writes a text without numbers.
  @inline(never)
  public mutating func write(_ text: StaticString) { write(text, 0, 0) }

  /// Writes a text with one number, as above.
  @inline(never)
  public mutating func write(_ template: StaticString, _ number: UInt64) {
    write(template, number, 0)
  }

  private mutating func write(_ number: UInt64, as letter: UInt8, _ width: Int) {
    switch letter {
    case UInt8(ascii: "x"), UInt8(ascii: "n"):
      if letter == UInt8(ascii: "x") { write("0x") }
      write(number: number)
    case UInt8(ascii: "i"), UInt8(ascii: "m"): writeAddress(number, isCard: letter != 0x69)
    case UInt8(ascii: "t"):
      write(number / 1_000_000_000, NumberFormat())
      write(UInt8(ascii: "."))
      write(number / 1000 % 1_000_000, NumberFormat(width: 6, padding: UInt8(ascii: "0")))
    default: write(number, NumberFormat(width: UInt8(truncatingIfNeeded: width)))
    }
  }

  /// Writes the bytes of an address: four in decimal, or a card's six with two digits each.
  private mutating func writeAddress(_ address: UInt64, isCard: Bool) {
    var shift: UInt64 = isCard ? 48 : 32
    while shift > 0 {
      shift &-= 8
      let byte = UInt8(truncatingIfNeeded: address &>> shift)
      if isCard { write(digitsOf: byte) } else { write(UInt64(byte), NumberFormat()) }
      if shift > 0 { write(isCard ? UInt8(ascii: ":") : UInt8(ascii: ".")) }
    }
  }
}
