public import Wire

/// The addresses that an interface goes by; they may change while it runs.
public struct InterfaceAddresses: Equatable, Sendable {
  /// The interface's address and its network; `none` for none.
  public var network: IPv4Network
  /// The router to all other networks; nil if there is none.
  public var gateway: IPv4Address?
  /// Largest IPv4 packet that may be sent, in bytes; nil if the link alone decides.
  public var mtu: Int?
  /// Further ways, at most 16; the one with the longest prefix is taken.
  public var routes: [Route]

  /// No address: datagrams may be sent to all hosts on the link, and received.
  public static let none = InterfaceAddresses(network: .none)

  /// Makes addresses.
  ///
  /// - Parameters:
  ///   - network: The interface's address, that of one host, and its network; or `none`.
  ///   - gateway: The router to all other networks, a host of this network, or nil.
  ///   - mtu: Largest IPv4 packet that may be sent, in bytes: from 576 to what the link carries,
  ///     which nil stands for. What arrives may always be as large as the link carries.
  ///   - routes: Further ways, whose routers are other hosts of the network.
  public init(
    network: IPv4Network, gateway: IPv4Address? = nil, mtu: Int? = nil, routes: [Route] = []
  ) {
    self.network = network
    self.gateway = gateway
    self.mtu = mtu
    self.routes = routes
  }
}
