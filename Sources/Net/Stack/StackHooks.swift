internal import Wire

/// What the stack asks of parts that an image has only if its service uses them.
///
/// Each is behind a closure that is set at the first use of its part: nothing else refers to it, so
/// that the linker leaves it out of other images. All are asked off the common way alone: of frames
/// that would be dropped otherwise, and of packets that would be refused.
struct StackHooks {
  /// Takes a piece of a packet; false if it is refused.
  var fragment: ((IPv4Packet, IPv4Header, Instant) -> Bool)?
  /// Takes an ICMP message that is no echo request, with what follows its header; false if it is
  /// not wanted.
  var control: ((ICMPHeader, RawSpan, IPv4Header, Instant) -> Bool)?
  /// Takes an IGMP message; false if it is not sound.
  var groupMessage: ((RawSpan, Instant) -> Bool)?
  /// Heeds the reports among them.
  var heedReports: ((inout Stack, Instant) -> Void)?
  /// Whether this host belongs to a group.
  var isMember: ((IPv4Address) -> Bool)?
  /// Takes a packet that cannot leave as it is: too large, for no single host, or for this one.
  var divert: Divert?
  /// The link leads elsewhere now, or this host has another address.
  var restart: ((Instant) -> Void)?
  /// The neighbour that a packet for a host is handed to, by other routes than the interface's.
  var route: ((IPv4Address) -> IPv4Address?)?
  /// Hears every sound ARP packet of another card.
  var hearARP: ((ARPMessage) -> Void)?

  /// Takes a packet: gets its header, the size of its payload in bytes, what writes the payload,
  /// and the present; tells why it cannot go there either.
  typealias Divert = (
    IPv4Header, Int, (inout MutableRawSpan, Bool) -> Void, Instant
  ) -> SendError?
}
