extension Session {
  /// Finds the first of some patterns, a line each, that describes how the packet goes on, and
  /// takes what it describes.
  ///
  /// `#` stands for a number, `@` for a thread, `$` for the end of the packet, everything else for
  /// itself. Numbers and threads become `arguments`, in their order. A packet that differs behind
  /// the first of them makes no sense: no other pattern is for it.
  ///
  /// - Returns: The number of the line; -1 if none fits.
  @inline(never)
  mutating func match(_ patterns: StaticString) -> Int {
    guard !isMalformed else { return -1 }
    let start = scanner.index
    var (letters, taken, line) = (StaticLetters(patterns), 0, 0)
    while let letter = letters.take(), letter != 0x0a {
      if letter == UInt8(ascii: "#") || letter == UInt8(ascii: "@") {
        isMalformed = true
        guard let number = takeArgument(letter) else { return -1 }
        isMalformed = false
        arguments[taken & 3] = number
        taken &+= 1
      } else if letter == UInt8(ascii: "$") ? !scanner.isAtEnd : !scanner.take(letter) {
        isMalformed = taken > 0
        if isMalformed { return -1 }
        scanner.index = start
        line &+= 1
        if !letters.skipLine() { return -1 }
      }
    }
    return line
  }

  /// Takes what a pattern describes, if the packet goes on like that.
  mutating func matches(_ pattern: StaticString) -> Bool { match(pattern) == 0 }

  private mutating func takeArgument(_ letter: UInt8) -> UInt64? {
    letter == UInt8(ascii: "#") ? scanner.takeNumber() : scanner.takeThread()
  }

  /// An argument that counts bytes, or the largest count that makes sense.
  @inline(never)
  mutating func count(_ index: Int) -> Int {
    Int(truncatingIfNeeded: min(arguments[index & 3], 1 << 40))
  }
}
