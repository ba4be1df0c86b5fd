internal import Wire

/// A segment that may be sent now.
struct OutgoingSegment: Equatable {
  /// What it is sent for; tells what to note when it has been sent.
  enum Kind: Equatable {
    /// SYN, or SYN and ACK.
    case handshake
    /// Only to acknowledge.
    case acknowledgment
    /// Data for the first time, or the FIN.
    case data
    /// A segment under way, by its place in the order, once more.
    case retransmission(Int)
    /// One byte for a peer whose window is closed.
    case windowProbe
    /// A question whether the peer is still there.
    case keepAlive
  }

  /// The header, complete.
  var header: TCPHeader
  /// Which bytes of the send queue it carries, by their distance from the first.
  var payload: Range<Int>
  /// What it is sent for.
  var kind: Kind
}
