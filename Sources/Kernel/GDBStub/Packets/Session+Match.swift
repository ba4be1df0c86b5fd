extension Session {
  /// Takes what a pattern describes, if the packet goes on like that.
  ///
  /// `#` stands for a number, `@` for a thread, `$` for the end of the packet, everything else for
  /// itself. Numbers and threads become `arguments`, in their order. A packet that differs behind
  /// the first of them makes no sense: no other pattern is for it.
  @inline(never)
  mutating func matches(_ pattern: StaticString) -> Bool {
    guard !isMalformed else { return false }
    let start = scanner.index
    var (place, taken) = (0, 0)
    while place < pattern.utf8CodeUnitCount {
      // Safe: the pattern has as many bytes.
      let letter = unsafe pattern.utf8Start[place]
      place += 1
      if letter == UInt8(ascii: "#") || letter == UInt8(ascii: "@") {
        isMalformed = true
        guard let number = takeArgument(letter) else { return false }
        arguments[taken] = number
        taken += 1
      } else if letter == UInt8(ascii: "$") ? !scanner.isAtEnd : !scanner.take(letter) {
        if taken == 0 { scanner.index = start }
        return false
      }
    }
    isMalformed = false
    return true
  }

  private mutating func takeArgument(_ letter: UInt8) -> UInt64? {
    letter == UInt8(ascii: "#") ? scanner.takeNumber() : scanner.takeThread()
  }

  /// An argument that counts bytes, or the largest count that makes sense.
  @inline(never)
  func count(_ index: Int) -> Int { Int(min(arguments[index], 1 << 40)) }
}
