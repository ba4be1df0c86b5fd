public import Wire

/// What a server lends, and what it says of the network.
public struct DHCPServerSettings: Equatable, Sendable {
  /// The most addresses that a server lends.
  public static let capacity = 1024

  /// The server's own address and its network.
  public var network: IPv4Network
  /// The first address that it lends.
  public var first: IPv4Address
  /// The last address that it lends.
  public var last: IPv4Address
  /// For how long it lends them, in seconds.
  public var leaseSeconds: UInt32
  /// The router; nil if there is none.
  public var gateway: IPv4Address?
  /// Name servers.
  public var nameServers: [IPv4Address] = []
  /// Servers of the time.
  public var timeServers: [IPv4Address] = []
  /// The domain that short names are below.
  public var domainName: [UInt8] = []
  /// Addresses that belong to one card each; they may lie outside of those that are lent to all.
  public var reservations: [Reservation] = []

  /// An address that belongs to one card.
  public struct Reservation: Equatable, Sendable {
    public var hardware: MACAddress
    public var address: IPv4Address

    public init(hardware: MACAddress, address: IPv4Address) {
      self.hardware = hardware
      self.address = address
    }
  }

  /// Makes settings.
  ///
  /// - Parameters:
  ///   - network: The server's own address and its network.
  ///   - first: The first address that it lends.
  ///   - last: The last address that it lends.
  ///   - leaseSeconds: For how long.
  public init(
    network: IPv4Network, from first: IPv4Address, to last: IPv4Address,
    leaseSeconds: UInt32 = 3600
  ) {
    self.network = network
    self.first = first
    self.last = last
    self.leaseSeconds = leaseSeconds
  }

  /// Whether a server can work with them: all addresses are hosts of the network, not too
  /// many, and none is given away twice.
  public var isValid: Bool {
    guard leaseSeconds > 0, network.containsHost(network.address), first <= last,
      network.containsHost(first), network.containsHost(last),
      last.rawValue - first.rawValue < Self.capacity, reservations.count <= Self.capacity
    else { return false }
    let reserved = reservations.map { $0.address.rawValue }.sorted()
    // One address cannot belong to two cards, nor to a card and a router.
    for index in reserved.indices.dropFirst() where reserved[index] == reserved[index - 1] {
      return false
    }
    return reservations.allSatisfy {
      network.containsHost($0.address) && $0.address != network.address && $0.address != gateway
        && $0.hardware.isUnicast
    }
  }
}

private func <= (left: IPv4Address, right: IPv4Address) -> Bool { left.rawValue <= right.rawValue }
