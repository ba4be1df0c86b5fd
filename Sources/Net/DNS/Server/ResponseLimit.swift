/// How a response travels, which decides how large it may be.
public enum ResponseLimit: Sendable {
  /// In one datagram: 512 bytes, or what the query allows, up to 1,232.
  case udp
  /// Over a connection: up to 65,535 bytes.
  case tcp

  /// Largest datagram that this server sends and asks for: no path fragments it.
  static let largestDatagram = 1232
  /// Largest datagram that everybody takes.
  ///
  /// Source: RFC 1035, section 2.3.4; RFC 6891, section 6.2.3.
  static let smallestDatagram = 512

  /// The most bytes that a response may have.
  func byteCount(_ edns: QueryRecords.EDNS?) -> Int {
    switch self {
    case .tcp: return 0xffff
    case .udp:
      let payloadSize = edns.map { Int($0.payloadSize) } ?? Self.smallestDatagram
      return min(max(payloadSize, Self.smallestDatagram), Self.largestDatagram)
    }
  }
}
