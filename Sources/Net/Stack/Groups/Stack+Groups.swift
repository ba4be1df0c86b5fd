public import Wire

// Groups of hosts. Read first: RFC 1112, sections 6 and 7; RFC 2236, section 3.

extension Stack {
  /// Takes datagrams for a group from now on, and tells the routers so.
  ///
  /// - Returns: False if the address is that of no group, or the host belongs to 16 others.
  public mutating func join(_ group: IPv4Address, now: Instant) -> Bool {
    let groups = openGroups()
    detourDeadline = now
    return groups.join(group, now: now)
  }

  /// Takes no more datagrams for a group if it was left as often as it was joined.
  public mutating func leave(_ group: IPv4Address, now: Instant) {
    groups?.leave(group, now: now)
    detourDeadline = now
  }

  private mutating func openGroups() -> GroupMembership {
    if let groups { return groups }
    let detour = openDetour()
    let made = GroupMembership(detour: detour, random: RandomSource(seed: random.next()))
    detour.timedParts.append(made)
    groups = made
    hooks.isMember = { address in made.contains(address) }
    hooks.groupMessage = { bytes, now in made.receive(bytes, now: now) }
    return made
  }
}
