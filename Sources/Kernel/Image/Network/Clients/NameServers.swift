internal import Core
internal import Wire

/// Whom to ask for names: as a service says, or DHCP, or the command line by `nameserver=10.0.0.1`.
enum NameServers {
  nonisolated(unsafe) private static var known: [IPv4Address]?

  /// The servers, the preferred one first.
  static var all: [IPv4Address] {
    // Safe: one core, and only tasks ask.
    if let known = unsafe known { return known }
    var named: [IPv4Address] = []
    Arguments().forEach("nameserver") { named.append($0.address) }
    unsafe known = named
    return named
  }

  /// Those that the interfaces were told of, by their numbers.
  nonisolated(unsafe) private static var lent: [[IPv4Address]]?

  /// Takes others for an interface; those of the first interface are preferred.
  static func set(_ servers: [IPv4Address], of interface: Interface) {
    var all = unsafe lent ?? []
    while all.count <= interface.number { all.append([]) }
    all[interface.number] = servers
    unsafe lent = all
    set(all.flatMap { $0 })
  }

  /// Takes others from now on.
  static func set(_ servers: [IPv4Address]) {
    unsafe known = servers
  }
}
