/// Text for a shell.
enum ShellText {
  /// A word in quotes if it needs them.
  static func quoted(_ word: String) -> String {
    let harmless =
      !word.isEmpty
      && word.allSatisfy { character in
        character.isASCII
          && (character.isLetter || character.isNumber || "-_./=:,@+%".contains(character))
      }
    return harmless ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
