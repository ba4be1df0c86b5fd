internal import Net

/// A stream, with the bytes that came from it and that nobody has used yet.
final class MessageSource: @unchecked Sendable {
  let stream: any ByteStream
  /// What came, from the beginning of the present message on.
  private(set) var bytes: [UInt8] = []
  /// Up to where it was used.
  var position = 0

  /// How many bytes are read at a time.
  static var readByteCount: Int { 16384 }

  init(_ stream: any ByteStream) { self.stream = stream }

  /// Whether there are bytes that nobody has used.
  var hasBytes: Bool { position < bytes.count }

  /// Forgets what was used, if that costs nothing.
  @inline(__always)
  func discardUsed() {
    guard position == bytes.count, position > 0 else { return }
    bytes.removeAll(keepingCapacity: true)
    position = 0
  }

  /// Forgets what was used, and moves what was not.
  func compact() {
    if position > 0 { bytes.removeFirst(position) }
    position = 0
  }

  /// Takes bytes that have arrived.
  ///
  /// - Returns: How many; 0 if there will be none, nil if none have come yet.
  /// - Throws: As the stream does.
  @inline(__always)
  func takeArrived() throws(StreamError) -> Int? {
    try stream.readArrived(into: &bytes, atMost: Self.readByteCount)
  }

  /// Waits for more bytes.
  ///
  /// - Parameter deadline: How long.
  /// - Returns: Whether some came; else there will be none.
  /// - Throws: As the stream does.
  @inline(__always)
  func fill(before deadline: Instant?) async throws(StreamError) -> Bool {
    var buffer: [UInt8] = []
    swap(&buffer, &bytes)
    defer { swap(&buffer, &bytes) }
    return try await stream.read(into: &buffer, atMost: Self.readByteCount, before: deadline) > 0
  }
}
