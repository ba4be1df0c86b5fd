/// What became of a segment that was handed to the network.
public enum SegmentFate: Sendable {
  /// It was sent, or waits for its neighbour's answer, or was lost as any packet may be.
  case sent
  /// There was no buffer: it is to be sent later.
  case noBuffer
  /// It waits for a neighbour that has not answered.
  case unresolved
  /// Its neighbour has not answered, and nothing so long is kept until it does: it is to be sent
  /// in single frames.
  case needsFrames
  /// There is no way to its destination.
  case unreachable
}
