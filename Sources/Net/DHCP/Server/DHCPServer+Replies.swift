internal import Wire

// What a server says. Read first: RFC 2131, section 4.3.1 with its table 3, and section 4.1.

extension DHCPServer {
  /// Offers or grants an address.
  func reply(
    _ kind: DHCPMessageKind, to message: DHCPMessage, address: IPv4Address
  ) -> Reply {
    var reply = answer(kind, to: message)
    reply.yourAddress = address
    reply.leaseSeconds = settings.leaseSeconds
    reply.renewalSeconds = settings.leaseSeconds / 2
    reply.rebindingSeconds = settings.leaseSeconds - settings.leaseSeconds / 8
    describeNetwork(in: &reply)
    return Reply(message: reply, destination: destination(of: kind, to: message))
  }

  /// Says that an address cannot be used; everybody on the link may hear it.
  func refuse(_ message: DHCPMessage) -> Reply {
    Reply(message: answer(.refusal, to: message), destination: .broadcast)
  }

  /// Tells the rest to a client that has an address.
  func inform(_ message: DHCPMessage) -> Reply? {
    guard settings.network.containsHost(message.clientAddress) else { return nil }
    var reply = answer(.acknowledgment, to: message)
    describeNetwork(in: &reply)
    return Reply(message: reply, destination: message.clientAddress)
  }

  private func describeNetwork(in reply: inout DHCPMessage) {
    let prefixBitCount = settings.network.prefixBitCount
    reply.subnetMask = prefixBitCount == 0 ? 0 : ~0 << UInt32(32 - prefixBitCount)
    reply.routers = settings.gateway.map { [$0] } ?? []
    reply.nameServers = settings.nameServers
    reply.timeServers = settings.timeServers
    reply.domainName = settings.domainName
  }

  private func answer(_ kind: DHCPMessageKind, to message: DHCPMessage) -> DHCPMessage {
    var reply = DHCPMessage(kind, transaction: message.transaction, hardware: message.hardware)
    reply.isBroadcast = message.isBroadcast
    // A client finds its own identifier in what it gets (RFC 6842, section 3).
    reply.clientIdentifier = message.clientIdentifier
    reply.serverIdentifier = settings.network.address
    if kind == .acknowledgment { reply.clientAddress = message.clientAddress }
    return reply
  }

  /// Where an answer goes: a client without an address cannot be reached but by what is for all,
  /// and one that claims an address of another network is not believed.
  ///
  /// Source: RFC 2131, section 4.1; section 4.3.1 for offers.
  private func destination(
    of kind: DHCPMessageKind, to message: DHCPMessage
  ) -> IPv4Address {
    let address = message.clientAddress
    return kind == .acknowledgment && !message.isBroadcast && settings.network.containsHost(address)
      ? address : .broadcast
  }
}
