public import Net

extension File: ByteSource {
  public var byteCount: Int { size }

  public func append(_ range: Range<Int>, to buffer: inout [UInt8]) {
    Self.append(bytes.extracting(range), to: &buffer)
  }

  public func appendName(to buffer: inout [UInt8]) { Self.append(name, to: &buffer) }

  private static func append(_ bytes: RawSpan, to buffer: inout [UInt8]) {
    // Safe: bytes are copied before the closure ends.
    unsafe bytes.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
  }
}
