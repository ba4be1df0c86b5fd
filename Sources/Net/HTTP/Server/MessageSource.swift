internal import Net
internal import _Concurrency

/// A stream, with the bytes that came from it and that nobody has used yet.
@safe
final class MessageSource: @unchecked Sendable {
  let stream: any ByteStream
  /// What came, from the beginning of the present message on.
  private(set) var bytes: [UInt8] = []
  /// Up to where it was used.
  var position = 0
  private var isFilling = false
  /// Who wants more bytes while somebody waits for some.
  private var others: [UnsafeContinuation<Void, Never>] = unsafe []

  /// How many bytes of a content are read or written at a time.
  static var readByteCount: Int { 16384 }
  /// How many bytes of a head are read at a time, and how much memory is kept for the next one.
  static var modestByteCount: Int { 4096 }
  /// How many bytes are taken without asking whether there is memory: hundreds of connections may
  /// do so at once.
  static var scarceByteCount: Int { 512 }

  init(_ stream: any ByteStream) { self.stream = stream }

  /// Whether there are bytes that nobody has used.
  var hasBytes: Bool { position < bytes.count }

  /// Forgets what was used, if that costs nothing.
  @inline(__always)
  func discardUsed() {
    guard position == bytes.count else { return }
    if UInt(bitPattern: position &- 1) < UInt(Self.modestByteCount) {
      bytes.removeAll(keepingCapacity: true)
      position = 0
    } else if position > 0 {
      compact()
    }
  }

  /// Forgets what was used, and moves what was not; gives memory back that is rarely needed.
  @inline(never)
  func compact() {
    guard position > 0 else { return }
    if bytes.count > Self.modestByteCount {
      let all = bytes
      bytes = all.raw.copy(position..<all.count)
    } else {
      bytes.removeFirst(position)
    }
    position = 0
  }

  /// Whether there is memory for more of a head than most have.
  @inline(never)
  func mayGrow() -> Bool {
    bytes.count < Self.scarceByteCount
      || stream.mayHold(2 * (bytes.count + Self.modestByteCount))
  }

  /// How many bytes of a content are put into an array at a time: fewer where memory is short.
  var partByteCount: Int {
    if stream.mayHold(2 * Self.readByteCount) { return Self.readByteCount }
    let modest = Self.modestByteCount / 2
    return stream.mayHold(2 * modest) ? modest : Self.scarceByteCount
  }

  /// Takes bytes that have arrived.
  ///
  /// - Returns: How many; 0 if there will be none, nil if none have come yet.
  /// - Throws: As the stream does.
  @inline(__always)
  func takeArrived() throws(StreamError) -> Int? {
    // What was kept for the next message is there already.
    let mayFill = bytes.capacity > 0 || stream.mayHold(2 * Self.modestByteCount)
    return try stream.readArrived(
      into: &bytes, atMost: mayFill ? Self.modestByteCount : Self.scarceByteCount)
  }

  /// Waits for more bytes; takes fewer at a time where memory is short.
  ///
  /// One task at a time does so, as the bytes are elsewhere meanwhile. Another waits for its end,
  /// and is to look then whether there is what it wants.
  ///
  /// - Parameter deadline: How long.
  /// - Returns: Whether some came, or may have; else there will be none.
  /// - Throws: As the stream does.
  func fill(before deadline: Instant?) async throws(StreamError) -> Bool {
    if isFilling {
      await unsafe withUnsafeContinuation { unsafe others.append($0) }
      return true
    }
    isFilling = true
    defer { endFilling() }
    var buffer: [UInt8] = []
    swap(&buffer, &bytes)
    defer { swap(&buffer, &bytes) }
    let most = partByteCount
    return try await stream.read(into: &buffer, atMost: most, before: deadline) > 0
  }

  private func endFilling() {
    isFilling = false
    let waiting = unsafe others
    unsafe others = unsafe []
    for index in unsafe waiting.indices { unsafe waiting[index].resume() }
  }
}
