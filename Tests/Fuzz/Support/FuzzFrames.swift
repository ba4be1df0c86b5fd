/// Sound frames and packets around what the fuzzer made up, built without the code under test.
public enum FuzzFrames {
  /// The card and the address of the stack.
  public static let card: [UInt8] = [0x52, 0x54, 0, 0, 0, 0x42]
  public static let address: [UInt8] = [10, 0, 0, 42]
  /// Those of its peer.
  public static let peerCard: [UInt8] = [0x52, 0x54, 0, 0, 0, 1]
  public static let peer: [UInt8] = [10, 0, 0, 1]

  /// The Internet checksum: RFC 1071.
  public static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      let low = index + 1 < bytes.count ? bytes[index + 1] : 0
      sum += UInt32(bytes[index]) << 8 | UInt32(low)
    }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    return ~UInt16(truncatingIfNeeded: sum)
  }

  /// A frame from the peer.
  public static func ethernet(_ payload: [UInt8], type: UInt16, toAll: Bool = false) -> [UInt8] {
    (toAll ? [UInt8](repeating: 0xff, count: 6) : card) + peerCard + pair(type) + payload
  }

  /// A packet from the peer.
  ///
  /// - Parameters:
  ///   - payload: What it carries.
  ///   - number: Number of the protocol.
  ///   - fragment: The field of flags and fragment offset.
  ///   - identification: Which fragments belong together.
  ///   - source: Who sent it.
  ///   - destination: Whom it is for.
  /// - Returns: The packet, its header's checksum right.
  public static func ipv4(
    _ payload: [UInt8], number: UInt8, fragment: UInt16 = 0, identification: UInt16 = 0,
    source: [UInt8] = peer, destination: [UInt8] = address
  ) -> [UInt8] {
    var header: [UInt8] = [0x45, 0] + pair(UInt16(truncatingIfNeeded: 20 + payload.count))
    header += pair(identification) + pair(fragment) + [64, number, 0, 0] + source + destination
    set(checksum(header), in: &header, at: 10)
    return header + payload
  }

  /// Makes the checksum of a segment or datagram right, with that of its pseudo-header.
  public static func complete(_ bytes: [UInt8], number: UInt8, at offset: Int) -> [UInt8] {
    guard bytes.count >= offset + 2 else { return bytes }
    var bytes = bytes
    set(0, in: &bytes, at: offset)
    let length = pair(UInt16(truncatingIfNeeded: bytes.count))
    set(checksum(peer + address + [0, number] + length + bytes), in: &bytes, at: offset)
    return bytes
  }

  /// The peer's question for the card of the stack.
  public static var arpRequest: [UInt8] {
    let addresses = peerCard + peer + [UInt8](repeating: 0, count: 6) + address
    return ethernet([0, 1, 8, 0, 6, 4, 0, 1] + addresses, type: 0x0806, toAll: true)
  }

  /// Whether a frame holds a segment with the right checksum, in a packet without options.
  public static func isSegmentSound(_ frame: [UInt8]) -> Bool {
    guard frame.count >= 54, frame[12] == 8, frame[13] == 0, frame[14] == 0x45, frame[23] == 6
    else { return false }
    let end = 14 + (Int(frame[16]) << 8 | Int(frame[17]))
    guard end >= 54, end <= frame.count, frame[20] & 0x3f == 0, frame[21] == 0 else { return false }
    let segment = Array(frame[34..<end])
    let length = pair(UInt16(truncatingIfNeeded: segment.count))
    return checksum(Array(frame[26..<34]) + [0, 6] + length + segment) == 0
  }

  /// A datagram.
  public static func udp(_ payload: [UInt8], from source: UInt16, to port: UInt16) -> [UInt8] {
    complete(
      pair(source) + pair(port) + pair(UInt16(8 + payload.count)) + [0, 0] + payload,
      number: 17, at: 6)
  }

  /// A control message.
  public static func icmp(_ message: [UInt8]) -> [UInt8] {
    guard message.count >= 4 else { return message }
    var message = message
    set(0, in: &message, at: 2)
    set(checksum(message), in: &message, at: 2)
    return message
  }

  /// A segment; options are filled up to a multiple of four bytes.
  public static func tcp(
    ports: (UInt16, UInt16), numbers: (UInt32, UInt32), flags: UInt8, window: UInt16,
    urgent: UInt16 = 0, options: [UInt8] = [], payload: [UInt8] = []
  ) -> [UInt8] {
    let kept = Array(options.prefix(40))
    let filled = kept + [UInt8](repeating: 0, count: (4 - kept.count % 4) % 4)
    var bytes = pair(ports.0) + pair(ports.1) + word(numbers.0) + word(numbers.1)
    bytes += [UInt8(5 + filled.count / 4) << 4, flags] + pair(window) + [0, 0] + pair(urgent)
    return complete(bytes + filled + payload, number: 6, at: 16)
  }

  private static func pair(_ value: UInt16) -> [UInt8] {
    [UInt8(value >> 8), UInt8(truncatingIfNeeded: value)]
  }

  /// Four bytes, the highest first.
  public static func word(_ value: UInt32) -> [UInt8] {
    pair(UInt16(value >> 16)) + pair(UInt16(truncatingIfNeeded: value))
  }

  private static func set(_ value: UInt16, in bytes: inout [UInt8], at offset: Int) {
    bytes.replaceSubrange(offset..<offset + 2, with: pair(value))
  }
}
