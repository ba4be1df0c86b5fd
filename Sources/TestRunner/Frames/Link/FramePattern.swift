/// Which frames a rule of a link is about.
public struct FramePattern: Equatable, Codable, Sendable {
  /// What a frame carries.
  public enum Content: Equatable, Codable, Sendable {
    case anything
    case arp
    case icmp(type: UInt8?)
    case udp
    case tcp
    /// Segments with these of the flags syn, fin, rst and ack, and no others of them.
    case tcpFlags(UInt8)
    /// Segments with data.
    case tcpData

    /// The flags that tell segments from each other.
    static let decisive: TCPView.Flags = [.syn, .fin, .rst, .ack]

    /// Reads the words after `tcp`: `any`, `data`, or flags such as `syn+ack`; nil else.
    public init?(tcp text: String) {
      if text == "any" || text == "data" {
        self = text == "any" ? .tcp : .tcpData
        return
      }
      var flags: TCPView.Flags = []
      for word in text.split(separator: "+") {
        guard let name = TCPView.Flags.names.first(where: { $0.name == word }),
          Self.decisive.contains(name.flag)
        else { return nil }
        flags.insert(name.flag)
      }
      guard !flags.isEmpty else { return nil }
      self = .tcpFlags(flags.rawValue)
    }
  }

  public var content = Content.anything
  /// A port of UDP or TCP, of either side; nil for any.
  public var port: UInt16?
  /// Nil for both.
  public var direction: SeenFrame.Direction?

  public init() {}

  /// Whether a frame is one of those that are meant.
  func matches(_ frame: ByteView, _ direction: SeenFrame.Direction) -> Bool {
    if let wanted = self.direction, wanted != direction { return false }
    guard content != .anything || port != nil else { return true }
    guard frame.count >= 14 else { return false }
    let body = frame.dropFirst(14)
    if content == .arp { return frame.word(at: 12) == EtherType.arp }
    guard frame.word(at: 12) == EtherType.ipv4, let packet = IPv4View(body),
      packet.fragmentOffset == 0
    else { return false }
    return fits(packet) && fits(port: packet)
  }

  private func fits(_ packet: IPv4View) -> Bool {
    let payload = packet.payload
    switch content {
    case .anything: return true
    case .arp: return false
    case .icmp(let type):
      guard packet.protocolNumber == IPProtocol.icmp, payload.count > 0 else { return false }
      return type == nil || type == payload[0]
    case .udp: return packet.protocolNumber == IPProtocol.udp
    case .tcp, .tcpFlags, .tcpData:
      guard packet.protocolNumber == IPProtocol.tcp, let segment = TCPView(payload) else {
        return false
      }
      if case .tcpFlags(let flags) = content {
        return segment.flags.intersection(Content.decisive).rawValue == flags
      }
      return content == .tcp || segment.payload.count > 0
    }
  }

  private func fits(port packet: IPv4View) -> Bool {
    guard let port else { return true }
    guard [IPProtocol.udp, IPProtocol.tcp].contains(packet.protocolNumber),
      packet.payload.count >= 4
    else { return false }
    return packet.payload.word(at: 0) == port || packet.payload.word(at: 2) == port
  }
}
