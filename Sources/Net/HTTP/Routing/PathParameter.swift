/// What a part of a path can be read as.
public protocol PathParameter: Sendable, SendableMetatype {
  /// Reads one; nil if the bytes, which are decoded, are none.
  init?(pathBytes: RawSpan)
}

extension Int: PathParameter {
  /// Reads decimal digits, at most 18, with or without a minus.
  public init?(pathBytes bytes: RawSpan) {
    let isNegative = bytes.byteCount > 0 && bytes[0] == ASCII.minus
    guard let number = bytes.decimal((isNegative ? 1 : 0)..<bytes.byteCount) else { return nil }
    self = isNegative ? -number : number
  }
}

extension Array: PathParameter where Element == UInt8 {
  public init?(pathBytes bytes: RawSpan) { self = bytes.copy(0..<bytes.byteCount) }
}

extension String: PathParameter {
  /// Reads UTF-8.
  public init?(pathBytes bytes: RawSpan) {
    guard UTF8Check.isValid(bytes) else { return nil }
    self.init(decoding: bytes.copy(0..<bytes.byteCount), as: UTF8.self)
  }
}
