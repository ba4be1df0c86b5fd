public import Wire

extension Stack {
  /// Sends a segment, or keeps it until its next hop is resolved.
  ///
  /// - Parameters:
  ///   - header: Header of its packet.
  ///   - size: Size of the segment, and how the card cuts it.
  ///   - now: The present.
  ///   - transmitter: Where the frame goes.
  ///   - body: Writes every byte of the segment, in place; called at most once, and told whether
  ///     the card completes the checksum.
  /// - Returns: What became of it.
  @_optimize(speed)
  public mutating func sendSegment(
    _ header: IPv4Header, size: SegmentSize, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable,
    _ body: (inout MutableRawSpan, Bool) -> Void
  ) -> SegmentFate {
    let queuedBefore = counters.packetsQueued
    do throws(SendError) {
      if size.cutByteCount > 0 {
        let isSent = try sendSegments(
          header, byteCount: size.byteCount, headerByteCount: size.headerByteCount,
          segmentByteCount: size.cutByteCount, now: now, transmitter: &transmitter
        ) { body(&$0, true) }
        return isSent ? .sent : .needsFrames
      }
      try sendIPv4(
        header, payloadByteCount: size.byteCount, checksumOffset: TCPHeader.checksumOffset,
        now: now, transmitter: &transmitter, body)
    } catch {
      switch error {
      case .noBuffer: return .noBuffer
      case .unreachable: return .unreachable
      // The link may come up again, and a path that has become narrow be found out.
      case .linkDown, .tooLong, .notBound: return .sent
      }
    }
    return counters.packetsQueued == queuedBefore ? .sent : .unresolved
  }
}
