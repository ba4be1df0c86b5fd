internal import Wire

/// Bytes of a connection that become messages: each with its length before it.
///
/// Source: RFC 1035, section 4.2.2; RFC 7766, section 8.
struct MessageBuffer {
  /// What arrived and has not been taken; written by who reads the connection.
  var bytes: [UInt8] = []
  private var start = 0

  /// Whether the message that comes next states a greater length; for when none is whole.
  func isNextLonger(than limit: Int) -> Bool {
    bytes.count - start >= 2 && Int(bytes.rawSpan.bigEndian(at: start, as: UInt16.self)) > limit
  }

  /// Takes the next whole message; nil if it has not arrived yet.
  ///
  /// - Parameter body: Is handed the message, valid until it returns.
  /// - Returns: What the body returns.
  mutating func takeNext<Result>(_ body: (RawSpan) -> Result) -> Result? {
    let rest = bytes.count - start
    guard rest >= 2 else { return compact() }
    let byteCount = Int(bytes.rawSpan.bigEndian(at: start, as: UInt16.self))
    guard rest >= 2 + byteCount else { return compact() }
    let result = body(bytes.rawSpan.extracting(start + 2..<start + 2 + byteCount))
    start += 2 + byteCount
    return result
  }

  /// Forgets what was taken.
  private mutating func compact<Result>() -> Result? {
    if start == bytes.count {
      bytes.removeAll(keepingCapacity: bytes.capacity <= 4096)
    } else if start > 0 {
      bytes.removeFirst(start)
    }
    start = 0
    return nil
  }
}
