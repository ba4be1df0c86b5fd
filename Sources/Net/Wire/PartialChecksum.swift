/// A checksum that a network card completes when it sends a frame.
///
/// The sum of the pseudo-header stands in its place.
public struct PartialChecksum: Equatable, Sendable {
  /// Where the summed part starts, in bytes from the start of the frame; it reaches to its end.
  public let start: Int
  /// Where the checksum is, in bytes from that start.
  public let offset: Int

  /// Makes a request.
  public init(start: Int, offset: Int) {
    self.start = start
    self.offset = offset
  }
}
