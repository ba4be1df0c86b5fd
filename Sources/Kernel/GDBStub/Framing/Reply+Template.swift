internal import Telemetry

extension Reply {
  /// Writes a text in which letters after `%` stand for numbers, in their order.
  ///
  /// | | |
  /// |---|---|
  /// | `%d` | decimal; `%6d` in a column of as many characters, at most 9 |
  /// | `%x` | to the base of 16, after `0x` |
  /// | `%i` | an address of the Internet Protocol: `10.0.0.42` |
  /// | `%m` | an address of a card: `52:54:00:12:34:56` |
  /// | `%t` | nanoseconds as seconds: `1.000250` |
  @inline(never)
  public mutating func write(
    _ template: StaticString, _ first: UInt64, _ second: UInt64 = 0, _ third: UInt64 = 0,
    _ fourth: UInt64 = 0
  ) {
    let numbers: [4 of UInt64] = [first, second, third, fourth]
    var (index, next) = (0, 0)
    while index < template.utf8CodeUnitCount {
      // Safe, both: the text has as many bytes; a `%` is never its last one.
      var letter = unsafe template.utf8Start[index]
      index += 1
      guard letter == UInt8(ascii: "%") else {
        write(letter)
        continue
      }
      var width = 0
      letter = unsafe template.utf8Start[index]
      if letter < UInt8(ascii: "a") {
        width = Int(letter - UInt8(ascii: "0"))
        index += 1
        letter = unsafe template.utf8Start[index]
      }
      write(numbers[next & 3], as: letter, width)
      index += 1
      next += 1
    }
  }

  private mutating func write(_ number: UInt64, as letter: UInt8, _ width: Int) {
    switch letter {
    case UInt8(ascii: "x"):
      write("0x")
      write(number: number)
    case UInt8(ascii: "i"):
      for place in 0..<4 {
        if place > 0 { write(UInt8(ascii: ".")) }
        write(decimal: number >> UInt64(24 - 8 * place) & 255)
      }
    case UInt8(ascii: "m"):
      for place in 0..<6 {
        if place > 0 { write(UInt8(ascii: ":")) }
        write(digitsOf: UInt8(truncatingIfNeeded: number >> UInt64(40 - 8 * place)))
      }
    case UInt8(ascii: "t"):
      write(decimal: number / 1_000_000_000)
      write(UInt8(ascii: "."))
      writePadded(number / 1000 % 1_000_000, 6, UInt8(ascii: "0"))
    default: writePadded(number, width, UInt8(ascii: " "))
    }
  }

  private mutating func writePadded(_ number: UInt64, _ width: Int, _ padding: UInt8) {
    var least: UInt64 = 1
    for _ in 0..<max(0, width - 1) { least *= 10 }
    while least > number, least > 1 {
      write(padding)
      least /= 10
    }
    write(decimal: number)
  }
}
