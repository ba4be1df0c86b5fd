/// The words that the boot loader hands to the kernel: `key=value` or bare, divided by spaces.
public struct CommandLine: Sendable {
  private let bytes: [UInt8]

  /// Takes the bytes, without the zero that ends them.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
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
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x20) ?? bytes.count
      if let equals = bytes[start..<end].firstIndex(of: 0x3d), matches(start..<equals, key) {
        body(bytes[equals + 1..<end])
      }
      start = end + 1
    }
  }

  private func matches(_ range: Range<Int>, _ key: StaticString) -> Bool {
    guard range.count == key.utf8CodeUnitCount else { return false }
    // Safe: the offset is below the number of the key's bytes.
    return range.allSatisfy { unsafe bytes[$0] == key.utf8Start[$0 - range.lowerBound] }
  }
}
