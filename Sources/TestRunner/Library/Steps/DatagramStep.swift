/// A datagram to the guest, and what must come back.
public struct DatagramStep: Equatable, Sendable {
  public var port: UInt16
  public var payload: [UInt8]
  public var expectation: Expectation

  public init(port: UInt16, payload: [UInt8], expectation: Expectation) {
    self.port = port
    self.payload = payload
    self.expectation = expectation
  }

  /// What must follow the datagram.
  public enum Expectation: Equatable, Sendable {
    /// A datagram with exactly these bytes.
    case payload([UInt8])
    /// Any datagram.
    case anything
    /// No datagram for this long.
    case nothing(Duration)
    /// An ICMP error that reports the port as unreachable.
    case refused
  }

  var title: String { "udp port \(port), \(payload.count) bytes" }
}
