public import Wire

// TCP segments longer than a frame, which the card cuts or puts together.

extension Stack {
  /// The longest TCP segment that can be sent at once, with its header, in bytes.
  public func maximumSegmentByteCount(
    _ transmitter: borrowing some FrameTransmitter & ~Copyable
  ) -> Int {
    max(configuration.mtu, transmitter.maximumSegmentedByteCount - EthernetHeader.byteCount)
      - IPv4Header.byteCount
  }

  /// Sends a TCP segment that the card cuts into frames.
  ///
  /// - Parameters:
  ///   - header: Header of the packets.
  ///   - byteCount: Size of the segment with its header, in bytes: at most
  ///     `maximumSegmentByteCount`.
  ///   - headerByteCount: Size of its header, in bytes.
  ///   - segmentByteCount: Payload of each frame but the last, in bytes.
  ///   - now: The present.
  ///   - transmitter: Where it goes; it cuts segments.
  ///   - body: Writes every byte of the segment, the pseudo-header's sum as its checksum; called
  ///     at most once, and not if an error is thrown.
  /// - Returns: False while the next hop is being looked for: nothing so long is kept until it is
  ///   found.
  /// - Throws: `tooLong`, also if headers and payload of a frame do not fit into a packet of the
  ///   link; `unreachable`, `linkDown`, `noBuffer`.
  public mutating func sendSegments(
    _ header: IPv4Header, byteCount: Int, headerByteCount: Int, segmentByteCount: Int,
    now: Instant, transmitter: inout some FrameTransmitter & ~Copyable,
    _ body: (inout MutableRawSpan) -> Void
  ) throws(SendError) -> Bool {
    let frameByteCount = IPv4Header.byteCount + headerByteCount + segmentByteCount
    guard byteCount <= maximumSegmentByteCount(transmitter), segmentByteCount > 0,
      frameByteCount <= configuration.mtu
    else {
      counters.count(.sendTooLong)
      throw .tooLong
    }
    guard plan.isForeignHost(header.destination) else {
      // What this host sends itself needs no card, and is not cut.
      try divert(
        header, payloadByteCount: byteCount, now: now, .unreachable
      ) { bytes, _ in body(&bytes) }
      return true
    }
    guard let hardware = try nextHop(to: header.destination, now: now, transmitter: &transmitter)
    else { return false }
    let link = EthernetHeader(
      destination: hardware, source: configuration.hardware, etherType: .ipv4)
    let start = EthernetHeader.byteCount + IPv4Header.byteCount
    let segmentation = Segmentation(
      checksum: PartialChecksum(start: start, offset: TCPHeader.checksumOffset),
      headerByteCount: start + headerByteCount, segmentByteCount: segmentByteCount)
    let isSent =
      isLinkUp
      && transmitter.transmit(byteCount: start + byteCount, segmentation: segmentation) {
        Self.write(link, header, into: &$0, body)
      }
    guard isSent else {
      counters.count(isLinkUp ? .sendNoBuffer : .sendLinkDown)
      throw isLinkUp ? .noBuffer : .linkDown
    }
    counters.framesOut &+= UInt64(
      (byteCount - headerByteCount + segmentByteCount - 1) / segmentByteCount)
    counters.bytesOut &+= UInt64(start + byteCount)
    return true
  }

  /// The card of the next hop to a host; asks for it if it is not known.
  private mutating func nextHop(
    to destination: IPv4Address, now: Instant,
    transmitter: inout some FrameTransmitter & ~Copyable
  ) throws(SendError) -> MACAddress? {
    guard let neighbor = nextHop(toHost: destination) else {
      counters.count(.sendUnreachable)
      throw .unreachable
    }
    return resolve(neighbor, now: now, transmitter: &transmitter)
  }

  /// Whether a frame that is larger than those of the link says that it holds a TCP segment; all
  /// else about it is checked later, as with any frame.
  @inline(never)
  static func isSegment(_ bytes: RawSpan) -> Bool {
    let type = EtherType(rawValue: bytes.bigEndian(at: 12))
    return type == .ipv4 && IPProtocol(rawValue: bytes.bigEndian(at: 23)) == .tcp
  }
}
