internal import Wire

/// What addresses mean to one interface: a neighbour, a host behind the gateway, or everybody.
///
/// All answers are a few comparisons of integers, as every packet asks for them.
struct AddressPlan {
  /// The interface's own address.
  let address: IPv4Address
  /// The address of all hosts of the network; the limited one if the network has none of its own.
  private let networkBroadcast: IPv4Address
  /// The network's own address, which no host has; unspecified if a host may have it.
  private let networkBase: IPv4Address
  /// The network with its address.
  private let network: IPv4Network
  /// The network whose hosts are handed packets without asking other routes.
  private let direct: IPv4Network
  /// The router to all other networks; unspecified if there is none.
  private let gateway: IPv4Address

  /// Makes a plan for an interface.
  ///
  /// - Parameters:
  ///   - configuration: What the interface is set to.
  ///   - hasRoutes: Whether there are other routes: then all next hops are theirs to say.
  init(_ configuration: InterfaceConfiguration, hasRoutes: Bool = false) {
    network = configuration.network
    direct = hasRoutes ? .none : network
    address = network.address
    networkBroadcast = network.broadcast ?? .broadcast
    networkBase = network.base ?? .unspecified
    gateway = hasRoutes ? .unspecified : configuration.gateway ?? .unspecified
  }

  /// Whether an address is that of all hosts on the link.
  @inline(__always)
  func isBroadcast(_ other: IPv4Address) -> Bool {
    other == .broadcast || other == networkBroadcast
  }

  /// Whether an address may be that of another host, wherever that is.
  @inline(__always)
  func isForeignHost(_ other: IPv4Address) -> Bool {
    other.isUnicast && other != address && other != networkBroadcast && other != networkBase
  }

  /// Whether an address may be that of another host on the link.
  @inline(__always)
  func isNeighbor(_ other: IPv4Address) -> Bool {
    network.contains(other) && isForeignHost(other)
  }

  /// The neighbour that a packet for another host is handed to.
  ///
  /// - Parameter host: Another host, as `isForeignHost` says.
  /// - Returns: The host itself or the gateway; nil if other routes have to be asked.
  @inline(__always)
  func nextHop(toHost host: IPv4Address) -> IPv4Address? {
    if direct.contains(host) { return host }
    return gateway == .unspecified ? nil : gateway
  }
}
