/// What every frame of a guest must keep to; each rule can be waived by name.
public enum FrameRule: String, CaseIterable, Sendable {
  case ethernetLength = "ethernet-length"
  case ethernetType = "ethernet-type"
  case ethernetAddress = "ethernet-address"
  case padding
  case offload
  case arpFormat = "arp-format"
  case arpAddress = "arp-address"
  case ipv4Header = "ipv4-header"
  case ipv4Checksum = "ipv4-checksum"
  case ipv4Address = "ipv4-address"
  case ipv4Fragment = "ipv4-fragment"
  case ipv4Protocol = "ipv4-protocol"
  case icmpFormat = "icmp-format"
  case icmpChecksum = "icmp-checksum"
  case icmpEcho = "icmp-echo"
  case icmpError = "icmp-error"
  case igmpFormat = "igmp-format"
  case udpLength = "udp-length"
  case udpChecksum = "udp-checksum"
  case dnsMessage = "dns-message"
  case tcpHeader = "tcp-header"
  case tcpChecksum = "tcp-checksum"
  case tcpFlags = "tcp-flags"
  case tcpOptions = "tcp-options"
  case tcpSegmentSize = "tcp-segment-size"
  case tcpState = "tcp-state"
  case tcpSequence = "tcp-sequence"
  case tcpWindow = "tcp-window"
  case tcpAcknowledgement = "tcp-acknowledgement"
  case tcpReset = "tcp-reset"
  case tcpContents = "tcp-contents"
  case tcpTimestamps = "tcp-timestamps"

  /// Whether only those who have seen every frame before can tell that it is broken.
  var needsWholeHistory: Bool {
    switch self {
    case .ipv4Fragment, .icmpEcho, .icmpError, .tcpOptions, .tcpState, .tcpSequence, .tcpWindow,
      .tcpAcknowledgement, .tcpReset, .tcpTimestamps:
      true
    default: false
    }
  }

  /// What the rule asks for, in one line.
  public var meaning: String {
    switch self {
    case .ethernetLength: "a frame has a header and at most the MTU behind it"
    case .ethernetType: "a frame carries IPv4 or ARP"
    case .ethernetAddress: "a frame comes from the guest's card and goes to a fitting address"
    case .padding:
      "what follows a packet in a short frame is zero, and nothing follows in a long one"
    case .offload: "what is left to the card can be done by it"
    case .arpFormat: "ARP is about IPv4 on Ethernet and asks or answers"
    case .arpAddress: "ARP names the guest's own addresses as the sender's"
    case .ipv4Header: "version, lengths, flags and time to live make sense"
    case .ipv4Checksum: "the sum over the IPv4 header is right"
    case .ipv4Address: "a packet comes from an address of the guest and goes to a possible one"
    case .ipv4Fragment: "fragments fit together"
    case .ipv4Protocol: "a packet carries ICMP, IGMP, UDP or TCP"
    case .icmpFormat: "an ICMP message has a known type and code and all its fields"
    case .icmpChecksum: "the sum over an ICMP message is right"
    case .icmpEcho: "an echo reply repeats a request byte by byte"
    case .icmpError: "an ICMP error quotes a packet that may cause one"
    case .igmpFormat: "an IGMP message is well formed and goes to its group"
    case .udpLength: "a datagram's length is that of its packet"
    case .udpChecksum: "a datagram has a checksum, and it is right"
    case .dnsMessage: "what comes from or goes to port 53 is a DNS message without rests"
    case .tcpHeader: "a segment's header fits and its reserved bits are zero"
    case .tcpChecksum: "the sum over a segment is right"
    case .tcpFlags: "the flags of a segment go together"
    case .tcpOptions: "options are well formed, once each, and were agreed upon"
    case .tcpSegmentSize: "a segment is no longer than its peer takes"
    case .tcpState: "a segment belongs to a connection that lets it be sent"
    case .tcpSequence: "sequence numbers follow on those before"
    case .tcpWindow: "no byte goes beyond the window offered; no offer is taken back"
    case .tcpAcknowledgement: "only what was sent is acknowledged, and that for good"
    case .tcpReset: "a reset answers a segment of the peer"
    case .tcpContents: "bytes that are sent again are the same"
    case .tcpTimestamps: "timestamps go forward and echo those of the peer"
    }
  }
}

/// A frame that breaks a rule.
public struct FrameFinding: Equatable, Sendable {
  /// Number of the frame in the capture, from 1.
  public var frame: Int
  public var rule: FrameRule
  /// What is wrong, with the field's name.
  public var text: String
  /// Where in the frame the field lies.
  public var range: Range<Int>
  /// The first bytes of the field.
  public var bytes: [UInt8]

  /// What is wrong, for whoever has the frame at hand.
  var remark: String { "\(rule.rawValue): \(text)" }

  /// Whether a remark is of this kind.
  static func isRemark(_ text: String) -> Bool {
    text.split(separator: ":").first.flatMap { FrameRule(rawValue: String($0)) } != nil
  }

  /// All of it in one line.
  public var description: String {
    let last = range.upperBound - 1
    let place = range.count == 1 ? "byte \(last)" : "bytes \(range.lowerBound) to \(last)"
    let found = range.isEmpty ? "" : " (\(place): \(Hex.text(bytes)))"
    return "frame \(frame) from the guest breaks \(rule.rawValue): \(text)\(found)"
  }
}
