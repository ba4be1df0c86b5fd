public import Wire

extension LogMessage.Interpolation {
  /// Writes an address: 10.0.0.42.
  public mutating func appendInterpolation(_ address: IPv4Address) {
    for index in 0..<UInt32(4) {
      if index > 0 { append(byte: 0x2e) }
      appendInterpolation(UInt8(truncatingIfNeeded: address.rawValue >> (24 &- 8 &* index)))
    }
  }

  /// Writes an address and a port: 10.0.0.42:53.
  public mutating func appendInterpolation(_ endpoint: Endpoint) {
    appendInterpolation(endpoint.address)
    append(byte: 0x3a)
    appendInterpolation(endpoint.port.rawValue)
  }

  /// Writes the address of a network card: 52:54:00:00:00:42.
  public mutating func appendInterpolation(_ address: MACAddress) {
    for index in 0..<UInt64(6) {
      if index > 0 { append(byte: 0x3a) }
      let byte = UInt8(truncatingIfNeeded: address.rawValue >> (40 &- 8 &* index))
      append(byte: Self.digit(byte >> 4))
      append(byte: Self.digit(byte & 15))
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x61 - 10 + value
  }
}
