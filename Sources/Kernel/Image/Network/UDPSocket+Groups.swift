public import Wire

extension UDPSocket {
  /// Takes datagrams that are sent to a group of hosts, and tells routers so by IGMP.
  ///
  /// The guest belongs to the group until every socket that joined it has left; which socket gets a
  /// datagram is a matter of its port alone. What a socket sends to a group goes one hop far and
  /// does not come back to the guest.
  ///
  /// - Returns: False if the address is that of no group, or the guest belongs to 16 others.
  public func join(_ group: IPv4Address) -> Bool {
    ShownBytes.precludeUse()
    // Safe: one core; the run loop is not in the interface while a task runs.
    if let table = unsafe interfaceTable { return table.join(group, receiver) }
    return unsafe network?.pointee.join(group) ?? false
  }

  /// Leaves a group that was joined.
  public func leave(_ group: IPv4Address) {
    ShownBytes.precludeUse()
    // Safe: as above.
    if let table = unsafe interfaceTable { return table.leave(group, receiver) }
    unsafe network?.pointee.leave(group)
  }
}
