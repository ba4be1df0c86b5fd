internal import CZlib

/// Compresses bytes into a gzip file.
///
/// - Parameter bytes: The bytes.
/// - Returns: The file.
public func compressed(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  // 15 bits of window, and 16 more for gzip's header: zlib.h, deflateInit2.
  let code = deflateInit2_(
    &stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  guard code == Z_OK else { return [] }
  defer { deflateEnd(&stream) }
  var input = bytes
  let room = Int(deflateBound(&stream, UInt(bytes.count)))
  return input.withUnsafeMutableBufferPointer { source in
    [UInt8](unsafeUninitializedCapacity: room) { target, count in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(target.count)
      count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
    }
  }
}
