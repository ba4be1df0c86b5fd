@testable internal import Frames

/// Builds frames with an arithmetic of its own, so that a wrong checker does not find them right.
enum Build {
  static let guestCard: [UInt8] = [0x52, 0x54, 0, 0, 0, 0x42]
  static let hostCard: [UInt8] = [0x52, 0x54, 0, 0, 0, 0x01]
  static let guest: [UInt8] = [10, 0, 0, 42]
  static let host: [UInt8] = [10, 0, 0, 1]
  static let everybody = [UInt8](repeating: 0xff, count: 6)

  static func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xff), UInt8(value & 0xff)] }

  static func long(_ value: UInt32) -> [UInt8] {
    word(Int(value >> 16)) + word(Int(value & 0xffff))
  }

  /// The complement of the one's complement sum, word by word.
  static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    var sum = 0
    let even = bytes.count % 2 == 0 ? bytes : bytes + [0]
    for index in stride(from: 0, to: even.count, by: 2) {
      sum += Int(even[index]) << 8 + Int(even[index + 1])
      if sum > 0xffff { sum -= 0xffff }
    }
    return word(0xffff - sum)
  }

  /// A frame of the guest, or one to it.
  static func frame(
    _ payload: [UInt8], type: Int = 0x0800, fromGuest: Bool = true, to destination: [UInt8]? = nil
  ) -> [UInt8] {
    let source = fromGuest ? guestCard : hostCard
    return (destination ?? (fromGuest ? hostCard : guestCard)) + source + word(type) + payload
  }

  static func ipv4(
    _ payload: [UInt8], protocol number: UInt8, fromGuest: Bool = true, identification: Int = 1,
    flags: Int = 0, timeToLive: UInt8 = 64, source: [UInt8]? = nil, destination: [UInt8]? = nil
  ) -> [UInt8] {
    var header: [UInt8] = [0x45, 0] + word(20 + payload.count) + word(identification) + word(flags)
    header += [timeToLive, number, 0, 0]
    header += source ?? (fromGuest ? guest : host)
    header += destination ?? (fromGuest ? host : guest)
    header.replaceSubrange(10..<12, with: checksum(header))
    return header + payload
  }

  static func udp(
    _ payload: [UInt8], from source: Int = 7, to destination: Int = 5000, fromGuest: Bool = true
  ) -> [UInt8] {
    let length = word(8 + payload.count)
    var datagram = word(source) + word(destination) + length + [0, 0] + payload
    let pseudo = guest + host + [0, 17] + length
    let sum = checksum(pseudo + datagram)
    datagram.replaceSubrange(6..<8, with: sum == [0, 0] ? [0xff, 0xff] : sum)
    return datagram
  }

  static func udpFrame(_ payload: [UInt8], from source: Int = 7, to destination: Int = 5000)
    -> [UInt8]
  {
    frame(ipv4(udp(payload, from: source, to: destination), protocol: 17))
  }

  static func icmp(_ type: UInt8, code: UInt8 = 0, _ rest: [UInt8]) -> [UInt8] {
    var message = [type, code, 0, 0] + rest
    message.replaceSubrange(2..<4, with: checksum(message))
    return message
  }

  static func echo(reply: Bool, _ payload: [UInt8], number: Int = 1) -> [UInt8] {
    let message = icmp(reply ? 0 : 8, word(77) + word(number) + payload)
    return frame(ipv4(message, protocol: 1, fromGuest: reply), fromGuest: reply)
  }

  static func arp(
    reply: Bool, sender: [UInt8] = guest, card: [UInt8] = guestCard, target: [UInt8] = host,
    targetCard: [UInt8]? = nil, to destination: [UInt8]? = nil
  ) -> [UInt8] {
    let body =
      [0, 1, 8, 0, 6, 4] + word(reply ? 2 : 1) + card + sender
      + (targetCard ?? (reply ? hostCard : [0, 0, 0, 0, 0, 0])) + target
    return frame(body, type: 0x0806, to: destination ?? (reply ? hostCard : everybody))
  }

  /// A segment between port 80 of the guest and port 4000 of the host.
  static func tcp(
    _ flags: TCPView.Flags, _ sequence: UInt32, _ acknowledgement: UInt32 = 0,
    _ payload: [UInt8] = [], window: Int = 1000, options: [UInt8] = [], fromGuest: Bool = true
  ) -> [UInt8] {
    let ports = fromGuest ? word(80) + word(4000) : word(4000) + word(80)
    var segment = ports + long(sequence) + long(acknowledgement)
    segment +=
      [UInt8((20 + options.count) / 4) << 4, flags.rawValue] + word(window) + [0, 0, 0, 0]
    segment += options + payload
    let pseudo = guest + host + [0, 6] + word(segment.count)
    segment.replaceSubrange(16..<18, with: checksum(pseudo + segment))
    return frame(ipv4(segment, protocol: 6, fromGuest: fromGuest), fromGuest: fromGuest)
  }
}

/// A checker and the frames that it is given.
final class Observer {
  let checker: FrameChecker

  init(waiving waived: Set<FrameRule> = []) {
    let identity = GuestIdentity(
      hardwareAddress: Build.guestCard, addresses: [0x0a00_002a], prefixLength: 24)
    checker = FrameChecker(guest: identity, waiving: waived)
  }

  /// Lets the guest send a frame; the rules that it breaks.
  @discardableResult
  func guest(_ bytes: [UInt8], _ offload: SeenFrame.Offload = SeenFrame.Offload()) -> [FrameRule] {
    let count = checker.findings.count
    bytes.withUnsafeBytes { buffer in
      var frame = SeenFrame(.fromGuest, at: 0, ByteView(buffer))
      frame.offload = offload
      checker.take(frame)
    }
    return checker.findings[count...].map(\.rule)
  }

  func host(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { checker.take(SeenFrame(.toGuest, at: 0, ByteView($0))) }
  }
}

/// Frames with one byte changed.
extension [UInt8] {
  func with(_ index: Int, _ byte: UInt8) -> [UInt8] {
    var copy = self
    copy[index] = byte
    return copy
  }
}
