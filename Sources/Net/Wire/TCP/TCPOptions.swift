/// The options of a TCP header, one after the other.
///
/// Source: RFC 9293, section 3.1, "Options".
///
/// Iteration ends after the last option, or at the first that has an impossible length. An option
/// whose length is not the one of its kind is skipped, as one that is not known.
public struct TCPOptions: ~Escapable {
  private let bytes: RawSpan
  private var offset = 0
  /// Whether an option was met whose length is impossible; all before it were sound.
  public private(set) var isMalformed = false

  /// Starts before the first option.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// Moves on to the next option, skipping padding.
  ///
  /// - Returns: The option, or nil behind the last.
  public mutating func next() -> TCPOption? {
    while offset < bytes.byteCount, !isMalformed {
      let kind: UInt8 = bytes.bigEndian(at: offset)
      if kind == TCPOption.Kind.end { break }
      if kind == TCPOption.Kind.noOperation {
        offset += 1
        continue
      }
      guard offset + 1 < bytes.byteCount else {
        isMalformed = true
        return nil
      }
      let byteCount = Int(bytes.bigEndian(at: offset + 1, as: UInt8.self))
      guard byteCount >= 2, offset + byteCount <= bytes.byteCount else {
        isMalformed = true
        return nil
      }
      let start = offset + 2
      offset += byteCount
      return option(kind, at: start, byteCount: byteCount - 2)
    }
    offset = bytes.byteCount
    return nil
  }

  private func option(_ kind: UInt8, at start: Int, byteCount: Int) -> TCPOption {
    switch (kind, byteCount) {
    case (TCPOption.Kind.maximumSegmentSize, 2): .maximumSegmentSize(bytes.bigEndian(at: start))
    case (TCPOption.Kind.windowScale, 1): .windowScale(bytes.bigEndian(at: start))
    case (TCPOption.Kind.sackPermitted, 0): .sackPermitted
    case (TCPOption.Kind.sack, 8), (TCPOption.Kind.sack, 16), (TCPOption.Kind.sack, 24),
      (TCPOption.Kind.sack, 32):
      .sack(blocks(at: start, count: byteCount / 8))
    case (TCPOption.Kind.timestamps, 8):
      .timestamps(
        TCPTimestamps(value: bytes.bigEndian(at: start), echo: bytes.bigEndian(at: start + 4)))
    default: .unsupported(kind)
    }
  }

  private func blocks(at start: Int, count: Int) -> SACKBlocks {
    var blocks = SACKBlocks()
    for index in 0..<count {
      blocks.append(
        SACKBlock(
          start: SequenceNumber(bytes.bigEndian(at: start + 8 * index)),
          end: SequenceNumber(bytes.bigEndian(at: start + 8 * index + 4))))
    }
    return blocks
  }
}
