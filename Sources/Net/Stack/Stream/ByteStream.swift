public import _Concurrency

/// A connection as the protocols on top of it see it: bytes in order, both ways.
///
/// A TCP connection of the kernel is one, and so is a pair of buffers in a test.
public protocol ByteStream: AnyObject {
  /// The present, as deadlines count it.
  var now: Instant { get }

  /// Waits until bytes have arrived, and appends them.
  ///
  /// - Parameters:
  ///   - buffer: What they are appended to.
  ///   - limit: How many bytes are taken at most, not 0.
  ///   - deadline: When waiting ends; nil waits for as long as it takes.
  /// - Returns: How many bytes were appended; 0 if the peer sends no more.
  /// - Throws: `timedOut` at the deadline, after which the stream can still be read; `cancelled` if
  ///   the task is; anything else once the connection is broken.
  func read(
    into buffer: inout [UInt8], atMost limit: Int, before deadline: Instant?
  ) async throws(StreamError) -> Int

  /// Queues bytes to be sent, and waits for as long as there is no room for all of them.
  ///
  /// - Parameters:
  ///   - bytes: What is sent, after all that was written before.
  ///   - deadline: When waiting ends; nil waits for as long as it takes.
  /// - Throws: As `read`; some of the bytes may have been sent then.
  func write(_ bytes: [UInt8], before deadline: Instant?) async throws(StreamError)

  /// Queues a part of an array to be sent, without a copy of it for as long as there is no room.
  ///
  /// - Parameters:
  ///   - bytes: What the part lies in.
  ///   - range: The part.
  ///   - deadline: When waiting ends; nil waits for as long as it takes.
  /// - Throws: As `read`; some of the bytes may have been sent then.
  func write(
    _ bytes: [UInt8], _ range: Range<Int>, before deadline: Instant?
  ) async throws(StreamError)

  /// Appends bytes that have arrived, without waiting for any.
  ///
  /// - Parameters:
  ///   - buffer: What they are appended to.
  ///   - limit: How many bytes are taken at most, not 0.
  /// - Returns: How many bytes were appended; 0 if the peer sends no more, nil if none have arrived
  ///   or it is time that other tasks run. Who gets nil waits by `resume` and asks again.
  /// - Throws: What is wrong once the connection is broken.
  func readArrived(into buffer: inout [UInt8], atMost limit: Int) throws(StreamError) -> Int?

  /// Queues bytes to be sent that a closure writes where they will wait, if there is room.
  ///
  /// - Parameters:
  ///   - most: How many bytes that is at most.
  ///   - body: Writes them, and returns how many they are.
  /// - Returns: Whether there was room; else the closure was not called.
  /// - Throws: What is wrong once the connection is broken.
  func writeAtOnce(
    atMost most: Int, _ body: (inout MutableRawSpan) -> Int
  ) throws(StreamError) -> Bool

  /// Resumes a task, once, when it may be worth while to ask for bytes: when some have arrived, the
  /// peer sends no more, the connection is broken, the deadline has come or the task is cancelled.
  ///
  /// - Parameters:
  ///   - continuation: The task that waits, which is the present one.
  ///   - deadline: When waiting ends at the latest.
  func resume(_ continuation: UnsafeContinuation<Void, Never>, onceReadableBefore deadline: Instant)

  /// Whether there is memory for what a peer sends, beside what all others need.
  ///
  /// An array for which there is no memory ends the guest: who keeps what a peer sends, or makes
  /// more of it, asks before.
  ///
  /// - Parameter byteCount: How many bytes are to be kept.
  /// - Returns: Whether there is memory for them.
  func mayHold(_ byteCount: Int) -> Bool

  /// Says that no more is written: the peer reads the end once it has all that was.
  func finish()

  /// Breaks the connection; what waits to be sent is dropped.
  func abort()
}

extension ByteStream {
  /// Where memory has no end, there is always enough.
  public func mayHold(_ byteCount: Int) -> Bool { true }

  /// Where memory has no end, a part may be copied.
  public func write(
    _ bytes: [UInt8], _ range: Range<Int>, before deadline: Instant?
  ) async throws(StreamError) { try await write(Array(bytes[range]), before: deadline) }
}
