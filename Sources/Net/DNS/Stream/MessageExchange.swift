public import Net
internal import _Concurrency

/// Asks one question over a connection.
public enum MessageExchange {
  /// Sends a message and waits for the next one.
  ///
  /// - Parameters:
  ///   - message: What is sent, without its length.
  ///   - stream: The connection.
  ///   - deadline: When waiting ends.
  /// - Returns: What came back; nil if the connection ended before it was whole, or there is no
  ///   memory for it.
  /// - Throws: As the stream does.
  public static func ask(
    _ message: [UInt8], over stream: some ByteStream, before deadline: Instant
  ) async throws(StreamError) -> [UInt8]? {
    let count = UInt16(truncatingIfNeeded: message.count)
    try await stream.write(
      [UInt8(count >> 8), UInt8(truncatingIfNeeded: count)] + message, before: deadline)
    var buffer = MessageBuffer()
    while true {
      if let answer = buffer.takeNext({ $0.array }) { return answer }
      let held = buffer.bytes.count
      guard held < 4096 || stream.mayHold(2 * (held + 4096)) else { return nil }
      let readCount = try await stream.read(into: &buffer.bytes, atMost: 4096, before: deadline)
      guard readCount > 0 else { return nil }
    }
  }
}
