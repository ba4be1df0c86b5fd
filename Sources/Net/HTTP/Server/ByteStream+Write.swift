internal import Net

extension ByteStream {
  /// How many bytes are written at a time; each such part has the whole time to be taken.
  private var partByteCount: Int { 32768 }

  /// Sends bytes to a peer that may be slow but must not stall.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - nanoseconds: How long a part of them may wait for room.
  /// - Throws: 408 if the peer stalls, 400 if the connection is broken.
  func write(_ bytes: [UInt8], within nanoseconds: UInt64) async throws(HTTPError) {
    do throws(StreamError) {
      if bytes.count <= partByteCount {
        try await write(bytes, before: now.advanced(byNanoseconds: nanoseconds))
        return
      }
      var start = 0
      while start < bytes.count {
        let end = min(start + partByteCount, bytes.count)
        try await write(bytes, start..<end, before: now.advanced(byNanoseconds: nanoseconds))
        start = end
      }
    } catch {
      throw HTTPError(error == .timedOut ? .requestTimeout : .badRequest)
    }
  }
}
