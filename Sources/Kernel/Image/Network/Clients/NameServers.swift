internal import Core
internal import Wire

/// Whom to ask for names: as a service says, or DHCP, or the command line by `nameserver=10.0.0.1`.
enum NameServers {
  // Safe, all of them: one core, and only tasks ask.
  /// Those of the service; nil as long as it leaves the choice to others.
  nonisolated(unsafe) private static var chosen: [IPv4Address]?
  /// Those that the interfaces were told of, by their numbers.
  nonisolated(unsafe) private static var lent: [[IPv4Address]]?
  /// Those of the command line; nil before anybody has asked for them.
  nonisolated(unsafe) private static var named: [IPv4Address]?

  /// The servers, the preferred one first.
  static var all: [IPv4Address] {
    if let chosen = unsafe chosen { return chosen }
    let lent = unsafe (lent ?? []).flatMap { $0 }
    // Where nobody lends any, those of the command line count.
    guard lent.isEmpty else { return lent }
    if let named = unsafe named { return named }
    var found: [IPv4Address] = []
    Arguments().forEach("nameserver") { found.append($0.address) }
    unsafe named = found
    return found
  }

  /// Takes others for an interface; those of the first interface are preferred.
  static func set(_ servers: [IPv4Address], of interface: Interface) {
    var all = unsafe lent ?? []
    while all.count <= interface.number { all.append([]) }
    all[interface.number] = servers
    unsafe lent = all
  }

  /// Takes those of the service from now on, whatever others say.
  static func set(_ servers: [IPv4Address]) {
    unsafe chosen = servers
  }
}
