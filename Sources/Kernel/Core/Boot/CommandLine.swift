/// The words that the boot loader hands to the kernel: `key=value` or bare, divided by spaces.
public struct CommandLine: Sendable {
  private let bytes: [UInt8]

  /// Takes the bytes, without the zero that ends them.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The first word with a key, whether it has a value or not; nil if no word has the key.
  public func argument(_ key: StaticString) -> ArgumentValue? {
    var found: ArgumentValue?
    forEachWord(key) { value in
      if found == nil { found = ArgumentValue(key: key, bytes: value) }
    }
    return found
  }

  /// The value of the first word with a key.
  ///
  /// - Returns: The bytes after the equals sign; nil if no word has the key.
  public func value(of key: StaticString) -> ArraySlice<UInt8>? {
    var found: ArraySlice<UInt8>?
    forEachValue(of: key) { value in
      if found == nil { found = value }
    }
    return found
  }

  /// Hands over the values of all words with a key, in order.
  public func forEachValue(of key: StaticString, _ body: (ArraySlice<UInt8>) -> Void) {
    forEachWord(key) { value in
      if let value { body(value) }
    }
  }

  /// Hands over all words with a key, in order: their values, or nil where there is no equals sign.
  private func forEachWord(_ key: StaticString, _ body: (ArraySlice<UInt8>?) -> Void) {
    var start = 0
    while start < bytes.count {
      var end = start
      var equals: Int?
      while end < bytes.count, bytes[end] != 0x20 {
        if bytes[end] == 0x3d, equals == nil { equals = end }
        end += 1
      }
      if ArgumentValue.equals(bytes[start..<(equals ?? end)], key) {
        body(equals.map { bytes[$0 + 1..<end] })
      }
      start = end + 1
    }
  }
}
