/// A range of sequence numbers that arrived ahead of others.
///
/// Source: RFC 2018, section 3.
public struct SACKBlock: Hashable, Sendable {
  /// The first number of the range.
  public var start: SequenceNumber
  /// The number behind the range.
  public var end: SequenceNumber

  /// Makes a range from its borders.
  public init(start: SequenceNumber, end: SequenceNumber) {
    self.start = start
    self.end = end
  }

  /// Number of bytes in the range.
  public var byteCount: Int { end.distance(from: start) }
}
