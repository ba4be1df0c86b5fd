/// Commands by the text that explains them: a line each, which begins with the command's name.
public struct CommandList {
  /// The lines.
  public let text: StaticString

  /// Takes the lines; each ends with a line feed.
  public init(_ text: StaticString) { self.text = text }

  /// The number of the line whose command is the first word of what was typed; nil if there is
  /// none.
  ///
  /// - Parameter typed: What was typed; without a word the first command is meant.
  /// - Returns: The number, and what follows the word.
  @inline(never)
  public func find(_ typed: ByteBuffer) -> (number: Int, rest: ByteBuffer)? {
    var end = 0
    while end < typed.count, typed[end] != UInt8(ascii: " ") { end &+= 1 }
    var start = end
    while start < typed.count, typed[start] == UInt8(ascii: " ") { start &+= 1 }
    guard end > 0 else { return (0, typed.from(start)) }
    var (number, place) = (0, 0)
    while place < text.utf8CodeUnitCount {
      if isWord(typed.part(0, end), at: place) { return (number, typed.from(start)) }
      // Safe: a line ends before the text does.
      while unsafe text.utf8Start[place] != 0x0a { place &+= 1 }
      place &+= 1
      number &+= 1
    }
    return nil
  }

  private func isWord(_ word: ByteBuffer, at place: Int) -> Bool {
    guard place &+ word.count < text.utf8CodeUnitCount else { return false }
    var index = 0
    // Safe: as was just seen.
    while index < word.count {
      guard unsafe word[index] == text.utf8Start[place &+ index] else { return false }
      index &+= 1
    }
    return unsafe text.utf8Start[place &+ index] == UInt8(ascii: " ")
  }
}
