internal import Wire

/// The options in one field of a message, one after the other.
///
/// Source: RFC 2132, section 2.
///
/// Iteration ends at the end option, behind the last byte, or at the first option that is cut.
public struct DHCPOptions: ~Escapable {
  private let bytes: RawSpan
  private var offset = 0
  /// Whether an option was met that does not fit; all before it were sound.
  public private(set) var isMalformed = false

  /// Starts before the first option.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// Moves on to the next option, skipping padding.
  ///
  /// - Returns: The option, or nil behind the last.
  @_lifetime(copy self)
  public mutating func next() -> DHCPOption? {
    while offset < bytes.byteCount {
      let code = DHCPOptionCode(rawValue: bytes.bigEndian(at: offset))
      offset += 1
      if code == .pad { continue }
      if code == .end { break }
      guard offset < bytes.byteCount,
        case let byteCount = Int(bytes.bigEndian(at: offset, as: UInt8.self)),
        byteCount < bytes.byteCount - offset
      else {
        isMalformed = true
        break
      }
      let start = offset + 1
      offset = start + byteCount
      return DHCPOption(code: code, bytes: bytes.extracting(start..<offset))
    }
    offset = bytes.byteCount
    return nil
  }
}

/// One option, read in place.
public struct DHCPOption: ~Escapable {
  /// What it says.
  public let code: DHCPOptionCode
  /// How: 0 to 255 bytes.
  public let bytes: RawSpan

  @_lifetime(copy bytes)
  init(code: DHCPOptionCode, bytes: RawSpan) {
    self.code = code
    self.bytes = bytes
  }
}
