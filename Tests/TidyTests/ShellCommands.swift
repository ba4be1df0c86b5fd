/// The programs that a text for a shell starts, as far as a plain look can tell.
///
/// Pipes, lists, subshells, substitutions, redirections, functions and here documents are known;
/// what a variable or a quoted text holds is not looked into.
struct ShellCommands {
  /// Words after which another command begins.
  private static let keywords: Set<String> = [
    "!", "{", "}", "do", "done", "elif", "else", "exec", "fi", "if", "then", "time", "until",
    "while",
  ]

  /// The first words of all commands, without functions of the text's own.
  private(set) var names: Set<String> = []
  private var functions: Set<String> = []
  private var characters: [Character] = []
  private var index = 0
  /// Whether the next word is that of a command.
  private var isFirst = true

  init(_ text: String) {
    characters = Array(Self.withoutDocuments(text))
    readCommands(until: nil)
    names.subtract(functions)
  }

  /// The text without what stands between `<<WORD` and the line that is this word.
  private static func withoutDocuments(_ text: String) -> String {
    var end: Substring?
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let word = end {
        if line == word { end = nil }
        continue
      }
      lines.append(line)
      guard let start = line.firstRange(of: "<<")?.upperBound else { continue }
      end = line[start...].split(separator: " ").first.map { $0.filter { $0 != "'" } }.map {
        $0[...]
      }
    }
    return lines.joined(separator: "\n")
  }

  private mutating func readCommands(until end: Character?) {
    let outer = isFirst
    isFirst = true
    defer { isFirst = outer }
    while index < characters.count {
      let character = characters[index]
      switch character {
      case end: return index += 1
      case " ", "\t": index += 1
      case "\n", ";", "|", "&":
        index += 1
        isFirst = true
      case "(":
        index += 1
        readCommands(until: ")")
      case "#": while index < characters.count, characters[index] != "\n" { index += 1 }
      case "<", ">":
        while index < characters.count, "<>& ".contains(characters[index]) { index += 1 }
        _ = readWord()
      default: take(readWord())
      }
    }
  }

  private mutating func take(_ word: String) {
    guard isFirst else { return }
    if index < characters.count, characters[index] == "(" {
      functions.insert(word)
    } else if let mark = word.first(where: { "<>".contains($0) }), word.first?.isNumber == true {
      // A redirection of a numbered descriptor.
      _ = mark
    } else if word.contains("="), word.first?.isLetter == true {
      // A variable for the command that follows.
    } else if !Self.keywords.contains(word) {
      names.insert(word)
      isFirst = false
    }
  }

  private mutating func readWord() -> String {
    var word = ""
    while index < characters.count {
      let character = characters[index]
      index += 1
      switch character {
      case "\\":
        if index < characters.count { word.append(characters[index]) }
        index += 1
      case "'":
        while index < characters.count, characters[index] != "'" {
          word.append(characters[index])
          index += 1
        }
        index += 1
      case "\"": readQuoted(into: &word)
      case "$" where index < characters.count && characters[index] == "(":
        index += 1
        readCommands(until: ")")
        word += "$()"
      case " ", "\t", "\n", ";", "|", "&", "(", ")", "<", ">":
        index -= 1
        return word
      default: word.append(character)
      }
    }
    return word
  }

  private mutating func readQuoted(into word: inout String) {
    while index < characters.count {
      let character = characters[index]
      index += 1
      if character == "\"" { return }
      if character == "\\" {
        if index < characters.count { word.append(characters[index]) }
        index += 1
      } else if character == "$", index < characters.count, characters[index] == "(" {
        index += 1
        readCommands(until: ")")
      } else {
        word.append(character)
      }
    }
  }
}
