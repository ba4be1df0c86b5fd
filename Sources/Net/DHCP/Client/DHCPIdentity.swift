public import Wire

/// Who a client is.
public struct DHCPIdentity: Equatable, Sendable {
  /// Its card.
  public var hardware: MACAddress
  /// What servers know it by: a type and the rest, at least two bytes.
  ///
  /// Source: RFC 2132, section 9.14.
  public var clientIdentifier: [UInt8]
  /// Its name; empty if it has none to tell.
  public var hostName: [UInt8]

  /// Makes an identity of a card, by which servers shall know it.
  public init(hardware: MACAddress, hostName: [UInt8] = []) {
    self.hardware = hardware
    self.hostName = hostName
    clientIdentifier = [1]
    for shift in stride(from: 40, through: 0, by: -8) {
      clientIdentifier.append(UInt8(truncatingIfNeeded: hardware.rawValue >> UInt64(shift)))
    }
  }
}
