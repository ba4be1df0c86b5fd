public import Wire

/// The way to one network.
public struct Route: Equatable, Sendable {
  /// Where it leads.
  public var network: IPv4Network
  /// The router that packets are handed to; nil if the network's hosts are on the link.
  public var gateway: IPv4Address?

  /// Makes a route.
  public init(to network: IPv4Network, through gateway: IPv4Address?) {
    self.network = network
    self.gateway = gateway
  }
}
