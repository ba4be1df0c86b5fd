/// Who a guest may say it is.
public struct GuestIdentity: Equatable, Sendable {
  /// The Ethernet address of its card.
  public var hardwareAddress: [UInt8]
  /// Its IPv4 addresses in host order; DHCP servers that are seen to answer it add to them.
  public var addresses: Set<UInt32>
  /// Leading bits of the addresses that name its network.
  public var prefixLength: Int
  /// Longest packet in a frame.
  public var maximumPacketByteCount = 1500

  public init(hardwareAddress: [UInt8], addresses: Set<UInt32>, prefixLength: Int) {
    self.hardwareAddress = hardwareAddress
    self.addresses = addresses
    self.prefixLength = prefixLength
  }

  func isOwn(_ address: UInt32) -> Bool { addresses.contains(address) }

  /// Whether packets to an address go to everybody on the network.
  func isBroadcast(_ address: UInt32) -> Bool {
    guard address != .max else { return true }
    let hostBits = prefixLength < 31 ? UInt32.max >> UInt32(prefixLength) : 0
    guard hostBits != 0, address & hostBits == hostBits else { return false }
    return addresses.contains { $0 & ~hostBits == address & ~hostBits }
  }

  /// Whether an address is one of a group of hosts.
  static func isMulticast(_ address: UInt32) -> Bool { address >> 28 == 0xe }
}
