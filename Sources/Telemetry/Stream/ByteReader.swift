/// Reads fields one after the other from the payload of a record.
public struct ByteReader: ~Escapable {
  private let bytes: RawSpan
  private var offset = 0

  /// Starts at the first byte.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// Bytes that have not been read.
  public var remainingByteCount: Int { bytes.byteCount - offset }

  /// The bytes that have not been read.
  var rest: RawSpan {
    @_lifetime(copy self) get { bytes.extracting(offset..<bytes.byteCount) }
  }

  /// Reads an integer sent lowest byte first.
  ///
  /// - Throws: `truncated` if the bytes end before the integer does.
  public mutating func integer<Value: FixedWidthInteger & UnsignedInteger>(
    _ type: Value.Type = Value.self
  ) throws(RecordError) -> Value {
    let byteCount = Value.bitWidth / 8
    guard remainingByteCount >= byteCount else { throw .truncated }
    var value: Value = 0
    for index in (0..<byteCount).reversed() {
      value = value << 8 | Value(bytes.byte(at: offset + index))
    }
    offset += byteCount
    return value
  }
}

extension RawSpan {
  /// Reads one byte.
  ///
  /// - Precondition: The offset lies inside the span.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    // Safe: the load checks its bounds, and any bit pattern is a valid byte.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
