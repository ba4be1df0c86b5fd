/// What became of a segment that was handed to the network.
public enum SegmentFate: Equatable, Sendable {
  /// It was sent, or waits for its neighbour's answer, or was lost as any packet may be.
  case sent
  /// There was no buffer: it is to be sent later.
  case noBuffer
  /// It waits for a neighbour that has not answered.
  case unresolved
  /// Its neighbour has not answered, and nothing so long is kept until it does: it is to be sent
  /// in single frames.
  case needsFrames
  /// It is longer than what passes on its way, and is never cut into fragments: shorter ones are to
  /// be sent. Carries the largest packet that passes, in bytes (RFC 1191, section 6.4).
  case tooLong(mtu: Int)
  /// There is no way to its destination.
  case unreachable
}
