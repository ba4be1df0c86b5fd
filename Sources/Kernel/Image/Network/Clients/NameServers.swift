internal import Core
internal import Wire

/// Whom to ask for names: as a service says, or DHCP, or the command line by `nameserver=10.0.0.1`.
enum NameServers {
  // Safe, both of them: one core, and only tasks ask.
  nonisolated(unsafe) private static var known: [IPv4Address]?
  /// Those that the interfaces were told of, by their numbers.
  nonisolated(unsafe) private static var lent: [[IPv4Address]]?

  /// The servers, the preferred one first.
  static var all: [IPv4Address] {
    if let known = unsafe known { return known }
    var named: [IPv4Address] = []
    Arguments().forEach("nameserver") { named.append($0.address) }
    unsafe known = named
    return named
  }

  /// Takes others for an interface; those of the first interface are preferred.
  static func set(_ servers: [IPv4Address], of interface: Interface) {
    var all = unsafe lent ?? []
    while all.count <= interface.number { all.append([]) }
    all[interface.number] = servers
    unsafe lent = all
    let servers = all.flatMap { $0 }
    // Where nobody lends any, those of the command line count.
    unsafe known = servers.isEmpty ? nil : servers
  }

  /// Takes others from now on.
  static func set(_ servers: [IPv4Address]) {
    unsafe known = servers
  }
}
