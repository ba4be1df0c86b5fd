/// A question on the link for the card that has an address.
public struct ARPStep: Equatable, Sendable {
  /// The address that is asked for, in dotted decimal; nil for the guest's.
  public var address: String?
  /// The address that asks; nil for the host's.
  ///
  /// With `0.0.0.0` it probes, as hosts do before they take an address.
  public var sender: String?
  /// The card that must answer, as `52:54:00:00:00:42`; nil if any will do.
  public var card: String?
  /// For how long nobody must answer; nil if somebody must.
  public var silence: Duration?

  public init() {}

  var title: String {
    let question = "arp \(address ?? "the guest")"
    return silence == nil ? question : "\(question), no answer"
  }

  /// The frame that asks.
  ///
  /// Source: RFC 826; RFC 5227, section 2.1.1, of probes.
  ///
  /// - Parameters:
  ///   - card: The asking card's address, 6 bytes.
  ///   - sender: The asking address, 4 bytes.
  ///   - target: The address that is asked for, 4 bytes.
  /// - Returns: The frame, with the header of Ethernet.
  static func request(card: [UInt8], sender: [UInt8], target: [UInt8]) -> [UInt8] {
    let header = [UInt8](repeating: 0xff, count: 6) + card + [0x08, 0x06]
    let kind: [UInt8] = [0, 1, 0x08, 0, 6, 4, 0, 1]
    return header + kind + card + sender + [0, 0, 0, 0, 0, 0] + target
  }

  /// Who answers in a frame: the card, if the frame is an answer for an address.
  static func answer(_ frame: [UInt8], of target: [UInt8]) -> [UInt8]? {
    guard frame.count >= 42, frame[12...13] == [0x08, 0x06],
      frame[14..<22] == [0, 1, 0x08, 0, 6, 4, 0, 2], Array(frame[28..<32]) == target
    else { return nil }
    return Array(frame[22..<28])
  }
}
