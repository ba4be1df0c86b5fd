extension TCPState {
  /// What the state is called.
  ///
  /// Source: RFC 9293, section 3.3.2.
  public var name: StaticString {
    switch self {
    case .synSent: "SYN-SENT"
    case .synReceived: "SYN-RECEIVED"
    case .established: "ESTABLISHED"
    case .finWait1: "FIN-WAIT-1"
    case .finWait2: "FIN-WAIT-2"
    case .closeWait: "CLOSE-WAIT"
    case .closing: "CLOSING"
    case .lastAck: "LAST-ACK"
    case .timeWait: "TIME-WAIT"
    case .closed: "CLOSED"
    }
  }
}
