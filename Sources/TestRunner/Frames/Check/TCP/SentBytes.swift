/// Bytes that a side of a connection has sent and that are not acknowledged yet.
struct SentBytes {
  /// More than this is not remembered.
  static let byteLimit = 8 << 20

  private var bytes: [UInt8] = []
  /// Index of the first byte that counts.
  private var head = 0
  /// Sequence number of that byte.
  private var first: UInt32

  init(from first: UInt32) {
    self.first = first
  }

  private var count: Int { bytes.count - head }

  /// Compares bytes with those sent before, and remembers those that are new.
  ///
  /// - Parameters:
  ///   - payload: The bytes.
  ///   - sequence: The number of the first one.
  /// - Returns: Index of the first one that was another when it was sent before; nil if none was.
  mutating func take(_ payload: ByteView, at sequence: UInt32) -> Int? {
    var place = SequenceNumber.distance(from: first, to: sequence)
    var part = payload
    if place < 0 {
      guard -place < payload.count else { return nil }
      part = payload.dropFirst(-place)
      place = 0
    }
    // Whoever skips bytes begins anew.
    guard place <= count else {
      restart(at: sequence)
      return take(payload, at: sequence)
    }
    let known = min(part.count, count - place)
    for index in 0..<known where bytes[head + place + index] != part[index] {
      return index + payload.count - part.count
    }
    bytes += part.dropFirst(known).buffer
    if count > Self.byteLimit { forget(before: first &+ UInt32(count - Self.byteLimit)) }
    return nil
  }

  /// Forgets what has arrived and so is never sent again.
  mutating func forget(before sequence: UInt32) {
    let distance = SequenceNumber.distance(from: first, to: sequence)
    guard distance > 0 else { return }
    guard distance <= count else { return restart(at: sequence) }
    head += distance
    first = sequence
    guard head > 1 << 16, head > bytes.count / 2 else { return }
    bytes.removeFirst(head)
    head = 0
  }

  private mutating func restart(at sequence: UInt32) {
    bytes.removeAll(keepingCapacity: true)
    head = 0
    first = sequence
  }
}
