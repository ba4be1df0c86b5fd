internal import Wire

/// A segment that is under way: what of the stream it holds, and what became of it.
struct SentSegment: Equatable {
  /// Number of its first byte.
  var start: SequenceNumber
  /// The number behind its last byte.
  var end: SequenceNumber
  /// When it was sent last.
  var sentAt: Instant
  /// Whether it was sent more than once.
  var isRetransmitted = false
  /// Whether the peer has it, but not all before it.
  var isSacked = false
  /// Whether it is believed lost, and not sent again since.
  var isLost = false

  /// Number of bytes, those of SYN and FIN included.
  var byteCount: Int { end.distance(from: start) }
}
