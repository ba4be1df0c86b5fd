/// What an ARP packet asks or tells.
///
/// Source: RFC 826, section "Packet format".
public struct ARPOperation: RawRepresentable, Hashable, Sendable {
  /// The number, in host order.
  public let rawValue: UInt16

  /// Makes an operation from its number.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Asks who has the target's protocol address.
  public static let request = ARPOperation(rawValue: 1)
  /// Tells that the sender has it.
  public static let reply = ARPOperation(rawValue: 2)
}
