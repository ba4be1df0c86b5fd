extension Network {
  /// All network cards of the machine, in the order of its buses; empty if there is none.
  ///
  /// The first call starts all but the first card. Sockets and listeners that are opened from then
  /// on, and not by an `Interface` of their own, belong to all cards: they receive what comes by
  /// any of them, answer by the card and from the address that was asked, and send by the card that
  /// knows the destination most closely.
  ///
  ///     let interfaces = system.network.interfaces
  ///     try await interfaces[1].dhcp()
  ///
  /// An image whose service does not ask for it has one card and no code for more.
  public var interfaces: [Interface] {
    // Safe: one core, and only tasks ask.
    if unsafe network == nil { return [] }
    let table: InterfaceTable
    if let known = unsafe interfaceTable {
      table = known
    } else {
      table = InterfaceTable.start()
    }
    return (0..<table.count).map { Interface(number: $0) }
  }
}
