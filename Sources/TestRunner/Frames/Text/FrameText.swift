/// A frame in one line for people.
public enum FrameText {
  /// A frame with its number, time, direction and what there is to remark on it.
  ///
  /// - Parameters:
  ///   - frame: The frame.
  ///   - number: Its number in the capture.
  ///   - start: The time of the first frame.
  ///   - remarks: What happened to it, and what is wrong with it.
  /// - Returns: The line.
  static func line(
    _ frame: SeenFrame, number: Int, since start: UInt64, remarks: [String]
  ) -> String {
    let way = frame.direction == .fromGuest ? "<" : ">"
    let rest = remarks.isEmpty ? "" : " [\(remarks.joined(separator: "; "))]"
    return "\(number) \(line(frame.time, since: start)) \(way) \(line(frame.bytes))\(rest)"
  }

  /// A time in seconds; frames of another card may be older than the first one.
  static func line(_ time: UInt64, since start: UInt64) -> String {
    let microseconds = (time >= start ? time - start : start - time) / 1000
    let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
    return "\(time >= start ? "" : "-")\(microseconds / 1_000_000).\(fraction)"
  }

  /// What a frame says, without its direction and time.
  public static func line(_ frame: ByteView) -> String {
    guard frame.count >= 14 else { return "\(frame.count) bytes, no header" }
    let body = frame.dropFirst(14)
    switch frame.word(at: 12) {
    case EtherType.arp where body.count >= 28: return arp(body)
    case EtherType.ipv4:
      guard let packet = IPv4View(body) else { return "a broken IPv4 packet" }
      return line(packet)
    case let type: return "type \(Hex.text(type)), \(body.count) bytes"
    }
  }

  private static func arp(_ body: ByteView) -> String {
    let (sender, target) = (dotted(body.long(at: 14)), dotted(body.long(at: 24)))
    if body.word(at: 6) == 1 {
      return sender == target ? "arp announces \(sender)" : "arp asks for \(target), tell \(sender)"
    }
    let card = body.part(from: 8, count: 6).buffer.map { Hex.text($0) }.joined(separator: ":")
    return "arp \(sender) is at \(card)"
  }

  private static func line(_ packet: IPv4View) -> String {
    let (source, target) = (dotted(packet.source), dotted(packet.destination))
    guard packet.fragmentOffset == 0 else {
      let end = packet.fragmentOffset + packet.payload.count
      return "\(source) > \(target) fragment \(packet.fragmentOffset) to \(end)"
    }
    let mark = packet.hasMoreFragments ? ", first fragment" : ""
    let payload = packet.payload
    switch packet.protocolNumber {
    case IPProtocol.icmp where payload.count >= 8:
      return "\(source) > \(target) icmp \(icmp(payload))\(mark)"
    case IPProtocol.udp where payload.count >= 8:
      let ports = (payload.word(at: 0), payload.word(at: 2))
      return "\(source):\(ports.0) > \(target):\(ports.1) udp \(payload.count - 8) bytes\(mark)"
    case IPProtocol.tcp:
      guard let segment = TCPView(payload) else { return "\(source) > \(target) broken tcp" }
      let ends = "\(source):\(segment.sourcePort) > \(target):\(segment.destinationPort)"
      return "\(ends) tcp \(tcp(segment))\(mark)"
    case let number:
      return "\(source) > \(target) protocol \(number), \(payload.count) bytes\(mark)"
    }
  }

  private static func icmp(_ message: ByteView) -> String {
    switch message[0] {
    case 0, 8:
      let name = message[0] == 8 ? "echo request" : "echo reply"
      return "\(name) \(message.word(at: 4)), \(message.word(at: 6)), \(message.count - 8) bytes"
    case 3: return "unreachable, code \(message[1])"
    case 11: return "time exceeded, code \(message[1])"
    default: return "type \(message[0]), code \(message[1])"
    }
  }

  private static func tcp(_ segment: TCPView) -> String {
    var text = segment.flags.text + " \(segment.sequence)"
    if segment.payload.count > 0 { text += "+\(segment.payload.count)" }
    if segment.flags.contains(.ack) { text += " ack \(segment.acknowledgement)" }
    text += " window \(segment.window)"
    let options = TCPOptions(segment.options)
    if let size = options.maximumSegmentSize { text += " mss \(size)" }
    if let scale = options.windowScale { text += " scale \(scale)" }
    for block in options.blocks { text += " sack \(block.left)-\(block.right)" }
    return text
  }
}
