internal import Wire

/// The ways to networks; of those that lead to a host, the one with the longest prefix is taken.
///
/// Source: RFC 1122, section 3.3.1; RFC 1812, section 5.2.4.3.
struct RouteTable {
  /// How many routes there may be besides those of the interface.
  static let capacity = 16

  private let routes: [Route]

  /// Makes a table of the interface's network, its gateway and other routes.
  init(network: IPv4Network, gateway: IPv4Address?, routes: [Route]) {
    var all = [Route(to: network, through: nil)] + routes
    if let gateway {
      let everywhere = IPv4Network(address: .unspecified, prefixBitCount: 0)
      all.append(Route(to: everywhere, through: gateway))
    }
    // The longest prefix first; among the same the order stays.
    for length in 1..<max(all.count, 2) {
      var index = min(length, all.count - 1)
      while index > 0,
        all[index].network.prefixBitCount > all[index - 1].network.prefixBitCount
      {
        all.swapAt(index, index - 1)
        index -= 1
      }
    }
    self.routes = all
  }

  /// The neighbour that a packet for a host is handed to; nil if no route leads there.
  func nextHop(toHost host: IPv4Address) -> IPv4Address? {
    for route in routes where route.network.contains(host) { return route.gateway ?? host }
    return nil
  }
}
