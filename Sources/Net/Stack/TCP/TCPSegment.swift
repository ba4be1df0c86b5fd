internal import Wire

/// A segment that arrived: its header and its data.
struct TCPSegment: ~Escapable {
  /// What the header says.
  let header: TCPHeader
  /// The data; may be empty.
  let payload: RawSpan

  /// Makes a segment from its parts.
  @_lifetime(copy payload)
  init(header: TCPHeader, payload: RawSpan) {
    self.header = header
    self.payload = payload
  }

  /// How many sequence numbers it takes: its bytes, and one each for SYN and FIN.
  var length: Int {
    payload.byteCount + (header.flags.contains(.syn) ? 1 : 0)
      + (header.flags.contains(.fin) ? 1 : 0)
  }

  /// The reset that answers it where no connection wants it.
  ///
  /// Source: RFC 9293, section 3.5.2, group 1 and section 3.10.7.1.
  ///
  /// - Returns: Nil if it is itself a reset.
  var refusal: TCPHeader? {
    guard !header.flags.contains(.rst) else { return nil }
    var reset = TCPHeader(
      sourcePort: header.destinationPort, destinationPort: header.sourcePort, sequenceNumber: 0,
      acknowledgmentNumber: 0, flags: .rst, window: 0)
    if header.flags.contains(.ack) {
      reset.sequenceNumber = header.acknowledgmentNumber
    } else {
      reset.acknowledgmentNumber = header.sequenceNumber + length
      reset.flags = .rst | .ack
    }
    return reset
  }
}
