/// The bytes of a demangled name, in which brackets nest and operators look like brackets.
///
/// Works on bytes and unsafe pointers, as the runner is mostly built without optimisation, where
/// characters cost a hundred times as much.
struct NameText {
  let bytes: [UInt8]
  /// For each opening bracket the index after the one that closes it; 0 elsewhere.
  private let bracketEnds: [Int]

  /// Takes the bytes of a name.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var ends = [Int](repeating: 0, count: bytes.count)
    var open: [Int] = []
    // The demangler forgets to close some brackets: one that closes goes with the last of its kind.
    func close(_ opening: UInt8, at index: Int) {
      guard let place = open.lastIndex(where: { bytes[$0] == opening }) else { return }
      ends[open[place]] = index + 1
      open.removeSubrange(place...)
    }
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "("), UInt8(ascii: "["):
        open.append(index)
      case UInt8(ascii: "<") where !Self.isOperator(bytes, at: index):
        open.append(index)
      case UInt8(ascii: ")"): close(UInt8(ascii: "("), at: index)
      case UInt8(ascii: "]"): close(UInt8(ascii: "["), at: index)
      case UInt8(ascii: ">") where !Self.isOperator(bytes, at: index):
        close(UInt8(ascii: "<"), at: index)
      default: break
      }
    }
    bracketEnds = ends
  }

  /// The whole name.
  var all: Range<Int> { 0..<bytes.count }

  /// The index after the bracket that closes the one at an index; nil if there is no bracket.
  func bracketEnd(at index: Int) -> Int? {
    index < bytes.count && bracketEnds[index] > 0 ? bracketEnds[index] : nil
  }

  /// Whether a stretch begins with a text.
  func begins(_ range: Range<Int>, with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard range.count >= count else { return false }
    for offset in 0..<count where bytes[range.lowerBound + offset] != text.utf8Start[offset] {
      return false
    }
    return true
  }

  /// The first place of a text in a stretch.
  ///
  /// - Parameters:
  ///   - text: The text, not empty.
  ///   - range: Where to search.
  ///   - atDepthZero: Whether places within brackets do not count.
  /// - Returns: The place; nil if there is none.
  func find(
    _ text: StaticString, in range: Range<Int>, atDepthZero: Bool = false
  ) -> Range<Int>? {
    let (first, count) = (text.utf8Start[0], text.utf8CodeUnitCount)
    var index = range.lowerBound
    while index + count <= range.upperBound {
      if bytes[index] == first, begins(index..<range.upperBound, with: text) {
        return index..<index + count
      }
      if atDepthZero, bracketEnds[index] > 0 { index = bracketEnds[index] } else { index += 1 }
    }
    return nil
  }

  /// Cuts a stretch at its commas, except within brackets.
  func splitAtCommas(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    while let comma = find(", ", in: start..<range.upperBound, atDepthZero: true) {
      parts.append(start..<comma.lowerBound)
      start = comma.upperBound
    }
    return parts + [start..<range.upperBound]
  }

  /// The start of the last bracket of a stretch that is not within another.
  func lastBracket(in range: Range<Int>) -> Int? {
    var (last, index): (Int?, Int) = (nil, range.lowerBound)
    while index < range.upperBound {
      if bracketEnds[index] > 0 {
        last = index
        index = bracketEnds[index]
      } else {
        index += 1
      }
    }
    return last
  }

  /// The end of the identifier that begins a stretch; its start if none does.
  func identifierEnd(in range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound, Self.isIdentifier(bytes[index]) { index += 1 }
    return index
  }

  /// Whether a byte is part of a name: a letter, a digit, _, $, or no ASCII.
  static func isIdentifier(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x24, 0x5f, 0x80...: true
    default: false
    }
  }

  /// Whether an angle belongs to an arrow or to the name of an operator, which follows a dot.
  private static func isOperator(_ bytes: [UInt8], at index: Int) -> Bool {
    var start = index
    while start > 0, isOperatorByte(bytes[start - 1]) { start -= 1 }
    guard start < index else { return false }
    if bytes[index - 1] == UInt8(ascii: "-") { return true }
    return bytes[start..<index].contains(UInt8(ascii: "."))
  }

  private static func isOperatorByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "!"),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"),
      UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "^"), UInt8(ascii: "~"),
      UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}
