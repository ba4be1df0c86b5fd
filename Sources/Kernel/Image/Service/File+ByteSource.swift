public import Net

extension File: ByteSource {
  public var byteCount: Int { size }

  public func append(_ range: Range<Int>, to buffer: inout [UInt8]) {
    bytes.extracting(range).withUnsafeBytes {
      // Safe: bytes are copied before the closure ends.
      unsafe buffer.append(contentsOf: $0.bindMemory(to: UInt8.self))
    }
  }

  public func appendName(to buffer: inout [UInt8]) {
    name.withUnsafeBytes {
      // Safe: as above.
      unsafe buffer.append(contentsOf: $0.bindMemory(to: UInt8.self))
    }
  }
}
