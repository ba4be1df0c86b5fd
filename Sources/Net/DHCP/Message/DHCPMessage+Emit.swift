internal import Wire

extension DHCPMessage {
  /// Size of the smallest message that old relays and servers pass on, in bytes.
  ///
  /// Source: RFC 1542, section 2.1.
  private static let smallestByteCount = 300

  /// The message as it is sent.
  ///
  /// Texts and lists are cut where an option ends: 255 bytes.
  public func bytes() -> [UInt8] {
    var writer = DHCPMessageWriter()
    writer.append(UInt8(isReply ? 2 : 1))
    writer.append(UInt8(1))
    writer.append(UInt8(6))
    writer.append(UInt8(0))
    writer.append(transaction)
    writer.append(seconds)
    writer.append(UInt16(isBroadcast ? 0x8000 : 0))
    writer.append(clientAddress.rawValue)
    writer.append(yourAddress.rawValue)
    writer.append(UInt32(0))
    writer.append(relay.rawValue)
    writer.append(UInt32(truncatingIfNeeded: hardware.rawValue >> 16))
    writer.append(UInt16(truncatingIfNeeded: hardware.rawValue))
    writer.pad(to: DHCPPacket.Field.cookie)
    writer.append(DHCPPacket.cookie)
    appendOptions(to: &writer)
    writer.append(DHCPOptionCode.end.rawValue)
    writer.pad(to: Self.smallestByteCount)
    return writer.bytes
  }

  private func appendOptions(to writer: inout DHCPMessageWriter) {
    writer.append(.messageKind, kind.rawValue)
    writer.append(.clientIdentifier, clientIdentifier)
    writer.append(.requestedAddress, requestedAddress?.rawValue)
    writer.append(.serverIdentifier, serverIdentifier?.rawValue)
    writer.append(.leaseTime, leaseSeconds)
    writer.append(.renewalTime, renewalSeconds)
    writer.append(.rebindingTime, rebindingSeconds)
    writer.append(.subnetMask, subnetMask)
    writer.append(.routers, routers)
    writer.append(.nameServers, nameServers)
    writer.append(.timeServers, timeServers)
    writer.append(.hostName, hostName)
    writer.append(.domainName, domainName)
    writer.append(.mtu, mtu)
    writer.append(.maximumByteCount, maximumByteCount)
    writer.append(.parameterRequests, parameterRequests)
  }
}

/// Bytes of a message that grows.
private struct DHCPMessageWriter {
  var bytes: [UInt8] = []

  init() { bytes.reserveCapacity(320) }

  mutating func append(_ value: some FixedWidthInteger) {
    for shift in stride(from: value.bitWidth - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  mutating func append(_ code: DHCPOptionCode, _ value: (some FixedWidthInteger)?) {
    guard let value else { return }
    append(code.rawValue)
    append(UInt8(value.bitWidth / 8))
    append(value)
  }

  mutating func append(_ code: DHCPOptionCode, _ text: [UInt8]) {
    guard !text.isEmpty else { return }
    append(code.rawValue)
    append(UInt8(min(text.count, 255)))
    bytes += text.prefix(255)
  }

  mutating func append(_ code: DHCPOptionCode, _ addresses: [IPv4Address]) {
    guard !addresses.isEmpty else { return }
    append(code.rawValue)
    append(UInt8(4 * min(addresses.count, 63)))
    for address in addresses.prefix(63) { append(address.rawValue) }
  }

  mutating func pad(to byteCount: Int) {
    while bytes.count < byteCount { bytes.append(0) }
  }
}
