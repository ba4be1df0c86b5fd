/// The words that the boot loader hands to the kernel: `key=value` or bare, divided by spaces.
public struct CommandLine: Sendable {
  private let bytes: [UInt8]

  /// Takes the bytes, without the zero that ends them.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The first word with a key, whether it has a value or not; nil if no word has the key.
  public func argument(_ key: StaticString) -> ArgumentValue? {
    var place = 0
    guard let value = next(key, &place) else { return nil }
    return ArgumentValue(key: key, bytes: value)
  }

  /// The value of the first word with a key that has one.
  ///
  /// - Returns: The bytes after the equals sign; nil if no word has the key and a value.
  public func value(of key: StaticString) -> ArraySlice<UInt8>? {
    var place = 0
    while let found = next(key, &place) {
      if let value = found { return value }
    }
    return nil
  }

  /// Hands over the values of all words with a key, in order.
  public func forEachValue(of key: StaticString, _ body: (ArraySlice<UInt8>) -> Void) {
    var place = 0
    while let found = next(key, &place) {
      if let value = found { body(value) }
    }
  }

  /// Finds the next word with a key.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - place: Where to look from, the beginning of a word; moved behind the word that is found.
  /// - Returns: Nil if there is none, else its value, which is nil where there is no equals sign.
  @inline(never)
  private func next(_ key: StaticString, _ place: inout Int) -> ArraySlice<UInt8>?? {
    while place < bytes.count {
      let start = place
      var end = start
      var equals: Int?
      while end < bytes.count, bytes[end] != 0x20 {
        if bytes[end] == 0x3d, equals == nil { equals = end }
        end += 1
      }
      place = end + 1
      if ArgumentValue.equals(bytes[start..<(equals ?? end)], key) {
        return .some(equals.map { bytes[$0 + 1..<end] })
      }
    }
    return nil
  }
}
