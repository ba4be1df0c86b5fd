internal import Wire

/// Why an arriving frame was dropped.
public enum ReceiveDrop: UInt8, Error, CaseIterable, Sendable {
  /// Too short for an Ethernet header.
  case frameTruncated
  /// Longer than the link allows.
  case frameOversized
  /// Addressed to another card, or to a group.
  case frameForAnother
  /// Sent by no single card, or with our own address.
  case frameBadSource
  /// Neither IPv4 nor ARP.
  case frameUnknownType
  /// Too short for an ARP packet.
  case arpTruncated
  /// Not about IPv4 over Ethernet, or with an impossible sender.
  case arpMalformed
  /// About other hosts, of which none is in the cache.
  case arpForAnother
  /// Sent by another card in the name of our address.
  case arpConflict
  /// A reply to a question that was not asked.
  case arpUnsolicited
  /// Neither a request nor a reply.
  case arpUnknownOperation
  /// Shorter than its header, or than the length it claims.
  case ipv4Truncated
  /// Not version 4, or with contradicting lengths.
  case ipv4Malformed
  /// Header checksum wrong.
  case ipv4BadChecksum
  /// Options of impossible lengths.
  case ipv4BadOptions
  /// Route prescribed by the sender.
  case ipv4SourceRouted
  /// Sent by no single host, by ourselves, or by the loopback network.
  case ipv4BadSource
  /// Addressed to another host or to a group.
  case ipv4ForAnother
  /// Addressed to this host in a frame for all.
  case ipv4LinkBroadcast
  /// A piece of a larger packet.
  case ipv4Fragment
  /// Neither ICMP nor UDP.
  case ipv4UnknownProtocol
  /// Too short for an ICMP header.
  case icmpTruncated
  /// Checksum wrong.
  case icmpBadChecksum
  /// Addressed to all hosts.
  case icmpBroadcast
  /// A report about a packet of ours.
  case icmpError
  /// Neither an echo request nor a report.
  case icmpUnwanted
  /// Shorter than its header, or than the length it claims.
  case udpTruncated
  /// Length below 8, or port 0.
  case udpMalformed
  /// Checksum wrong.
  case udpBadChecksum
  /// No socket has the port.
  case udpNoSocket
  /// The socket's queue was full.
  case udpSocketFull
  /// The answer found no buffer.
  case replyNoBuffer
  /// No route leads back to the sender.
  case replyUnreachable

  /// The drop that an error in an ARP packet leads to.
  init(arp error: WireError) {
    self = error == .truncated ? .arpTruncated : .arpMalformed
  }

  /// The drop that an error in an IPv4 header leads to.
  init(ipv4 error: WireError) {
    switch error {
    case .truncated: self = .ipv4Truncated
    case .malformed: self = .ipv4Malformed
    case .badChecksum: self = .ipv4BadChecksum
    }
  }

  /// The drop that an error in an ICMP message leads to.
  init(icmp error: WireError) {
    self = error == .badChecksum ? .icmpBadChecksum : .icmpTruncated
  }

  /// The drop that an error in a UDP datagram leads to.
  init(udp error: WireError) {
    switch error {
    case .truncated: self = .udpTruncated
    case .malformed: self = .udpMalformed
    case .badChecksum: self = .udpBadChecksum
    }
  }

  /// The drop that a refused answer leads to.
  init(reply error: SendError) {
    self = error == .unreachable ? .replyUnreachable : .replyNoBuffer
  }
}
