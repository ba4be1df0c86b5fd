/// The options of an IPv4 header, one after the other.
///
/// Source: RFC 791, section 3.1, "Options".
///
/// Iteration ends after the last option, or at the first that has an impossible length.
public struct IPv4Options: ~Escapable {
  private let bytes: RawSpan
  private var offset = 0
  /// Whether an option was met whose length is impossible; all before it were sound.
  public private(set) var isMalformed = false

  /// Starts before the first option.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// Moves on to the next option, skipping padding.
  ///
  /// - Returns: What the option is, or nil behind the last.
  public mutating func next() -> IPv4Option? {
    while offset < bytes.byteCount, !isMalformed {
      let option = IPv4Option(rawValue: bytes.bigEndian(at: offset))
      if option == .end { break }
      if option == .noOperation {
        offset += 1
        continue
      }
      guard let byteCount = bytes.bigEndian(ifAt: offset + 1), byteCount >= 2,
        offset + Int(byteCount) <= bytes.byteCount
      else {
        isMalformed = true
        return nil
      }
      offset += Int(byteCount)
      return option
    }
    offset = bytes.byteCount
    return nil
  }
}
