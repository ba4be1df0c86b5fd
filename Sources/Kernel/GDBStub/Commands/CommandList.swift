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
    var scanner = PacketScanner(typed)
    let word = scanner.take(until: UInt8(ascii: " ")) ?? scanner.takeRest()
    while scanner.take(UInt8(ascii: " ")) {}
    var (number, line) = (0, StaticLetters(text))
    repeat {
      if word.isEmpty || Self.isWord(word, line) { return (number, scanner.rest) }
      number &+= 1
    } while line.skipLine()
    return nil
  }

  /// Whether a line begins with a word that has no space.
  private static func isWord(_ word: ByteBuffer, _ line: StaticLetters) -> Bool {
    var (line, index) = (line, 0)
    while index < word.count {
      guard let letter = line.take(), word[index] == letter else { return false }
      index &+= 1
    }
    return line.next == UInt8(ascii: " ")
  }
}
