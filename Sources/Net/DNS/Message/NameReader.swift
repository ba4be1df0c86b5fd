internal import Wire

/// Reads names from a message, compressed ones too.
///
/// Source: RFC 1035, section 4.1.4.
enum NameReader {
  /// How many pointers a name may have: it has no more labels, and none needs two.
  private static var pointerLimit: Int { 127 }

  /// Reads a name.
  ///
  /// Each pointer must lead to before the place where the name's present piece began, so that the
  /// walk gets ever closer to the start of the message and ends.
  ///
  /// - Parameters:
  ///   - message: The whole message.
  ///   - start: Where the name begins.
  /// - Returns: The name, and the offset behind it; nil if it is cut, too long or points forward.
  static func read(_ message: RawSpan, at start: Int) -> (name: Name, end: Int)? {
    var bytes: [UInt8] = []
    var offset = start
    var pieceStart = start
    var end: Int?
    var pointerCount = 0
    while offset < message.byteCount {
      let length = Int(message.bigEndian(at: offset, as: UInt8.self))
      if length >= 0xc0 {
        guard message.byteCount - offset >= 2 else { return nil }
        end = end ?? offset + 2
        let target = Int(message.bigEndian(at: offset, as: UInt16.self)) & 0x3fff
        pointerCount += 1
        guard target < pieceStart, pointerCount <= Self.pointerLimit else { return nil }
        offset = target
        pieceStart = target
        continue
      }
      guard length <= 63, message.byteCount - offset > length,
        bytes.count + length + 1 <= DomainName.maximumByteCount
      else { return nil }
      for index in offset...offset + length { bytes.append(message.bigEndian(at: index)) }
      offset += length + 1
      if length == 0 { return (Name(unchecked: bytes), end ?? offset) }
    }
    return nil
  }
}
