public import Wire

/// What an interface is set to.
public struct InterfaceConfiguration: Sendable {
  /// The card's address.
  public var hardware: MACAddress
  /// The interface's address and its network; `none` while it has no address.
  public var network: IPv4Network
  /// The router to all other networks; nil if there is none.
  public var gateway: IPv4Address?
  /// Largest IPv4 packet that may be sent, in bytes: 576 to 65535.
  public var mtu: Int
  /// Whether the checksums of arriving packets are verified.
  public var checksumPolicy: ChecksumPolicy

  /// Makes a configuration.
  ///
  /// - Parameters:
  ///   - hardware: The card's address; that of one card.
  ///   - network: The interface's address, that of one host, and its network; or `none`.
  ///   - gateway: The router to all other networks, a host of this network, or nil.
  ///   - mtu: Largest IPv4 packet on the link, in bytes: 576 to 65535.
  ///   - checksumPolicy: Whether the checksums of arriving packets are verified.
  public init(
    hardware: MACAddress, network: IPv4Network, gateway: IPv4Address? = nil, mtu: Int = 1500,
    checksumPolicy: ChecksumPolicy = .verify
  ) {
    self.hardware = hardware
    self.network = network
    self.gateway = gateway
    self.mtu = mtu
    self.checksumPolicy = checksumPolicy
  }

  /// The interface's own address.
  public var address: IPv4Address { network.address }

  /// Whether the interface has an address.
  public var hasAddress: Bool { address != .unspecified }

  /// Whether a stack can work with it.
  ///
  /// So if the hardware address is that of one card, the address and the gateway are those of two
  /// hosts of the network, or neither is there, and the size is one that every host must take
  /// (RFC 791, section 3.2).
  public var isValid: Bool {
    guard hardware.isUnicast, network == .none || network.containsHost(address) else {
      return false
    }
    guard mtu >= 576, mtu <= 65535 else { return false }
    guard let gateway else { return true }
    return network.containsHost(gateway) && gateway != address
  }
}

extension IPv4Network {
  /// What stands in the place of a network while an interface has no address.
  public static let none = IPv4Network(address: .unspecified, prefixBitCount: 32)
}
