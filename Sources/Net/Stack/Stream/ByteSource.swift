/// Bytes with a name that can be read again and again: a file, say.
public protocol ByteSource: Sendable {
  /// How many bytes there are.
  var byteCount: Int { get }

  /// Adds a range of the bytes to a buffer.
  func append(_ range: Range<Int>, to buffer: inout [UInt8])

  /// Adds the name to a buffer: a path without a slash before it.
  func appendName(to buffer: inout [UInt8])
}
