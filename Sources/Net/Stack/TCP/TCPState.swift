/// Where a connection is in its life.
///
/// A listener is a type of its own; a connection that does not exist has no state.
///
/// Source: RFC 9293, section 3.3.2.
public enum TCPState: Sendable {
  /// Our SYN is under way.
  case synSent
  /// Both SYNs are under way or have arrived; ours is not acknowledged yet.
  case synReceived
  /// Data goes both ways.
  case established
  /// We have closed; our FIN is not acknowledged yet.
  case finWait1
  /// We have closed, and the peer knows; it may still send.
  case finWait2
  /// The peer has closed; we may still send.
  case closeWait
  /// Both have closed at once; our FIN is not acknowledged yet.
  case closing
  /// The peer has closed, then we; our FIN is not acknowledged yet.
  case lastAck
  /// All is said; late segments are waited for.
  case timeWait
  /// All is over.
  case closed

  /// Whether both ends know each other's first sequence number.
  var isSynchronized: Bool {
    switch self {
    case .synSent, .synReceived, .closed: false
    case .established, .finWait1, .finWait2, .closeWait, .closing, .lastAck, .timeWait: true
    }
  }

  /// Whether data that arrives has someone to read it.
  var mayReceive: Bool {
    switch self {
    case .established, .finWait1, .finWait2: true
    case .synSent, .synReceived, .closeWait, .closing, .lastAck, .timeWait, .closed: false
    }
  }

  /// Whether queued data may leave; that is so in the states behind our FIN, too, as lost data may
  /// have to be sent again.
  var mayTransmit: Bool {
    switch self {
    case .established, .closeWait, .finWait1, .closing, .lastAck: true
    case .synSent, .synReceived, .finWait2, .timeWait, .closed: false
    }
  }

  /// Whether the peer has said that it will send no more.
  var isReceiveFinished: Bool {
    switch self {
    case .closeWait, .closing, .lastAck, .timeWait, .closed: true
    case .synSent, .synReceived, .established, .finWait1, .finWait2: false
    }
  }
}
