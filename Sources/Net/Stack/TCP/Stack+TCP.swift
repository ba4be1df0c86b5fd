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
    guard size.longestByteCount <= sendLimit - IPv4Header.byteCount else {
      return sendLongSegment(header, size: size, now: now, transmitter: &transmitter, body)
    }
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
      case .noBuffer: return fateWithoutBuffer(header, size)
      case .unreachable: return .unreachable
      // The link may come up again.
      case .linkDown, .tooLong, .notBound: return .sent
      }
    }
    return counters.packetsQueued == queuedBefore ? .sent : .unresolved
  }

  /// What becomes of a segment for which there was no buffer.
  ///
  /// A card has one in a while. Memory for a packet to this host itself may not come for long, and
  /// others need not wait for that: a long segment goes in single frames, and one of those is lost.
  @inline(never)
  private func fateWithoutBuffer(_ header: IPv4Header, _ size: SegmentSize) -> SegmentFate {
    guard let detour, detour.isLocal(header.destination),
      !detour.hasMemory(for: IPv4Header.byteCount + size.byteCount)
    else { return .noBuffer }
    return size.cutByteCount > 0 ? .needsFrames : .sent
  }

  /// Sends a segment that is longer than what passes on the narrowest of all ways.
  ///
  /// It takes no detour, where segments that follow would overtake it.
  @inline(never)
  private mutating func sendLongSegment(
    _ header: IPv4Header, size: SegmentSize, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable,
    _ body: (inout MutableRawSpan, Bool) -> Void
  ) -> SegmentFate {
    let mtu = pathMTU(to: header.destination, now: now)
    guard size.longestByteCount <= mtu - IPv4Header.byteCount else {
      counters.count(.sendTooLong)
      return .tooLong(mtu: mtu)
    }
    let narrowest = sendLimit
    sendLimit = mtu
    defer { sendLimit = narrowest }
    return sendSegment(header, size: size, now: now, transmitter: &transmitter, body)
  }
}
