/// What an ARP packet says.
///
/// Source: RFC 826, section "Packet format".
public struct ARPMessage: Equatable, Sendable {
  /// Size of the packet, in bytes.
  public static let byteCount = ARPPacket.byteCount

  /// What the packet asks or tells.
  public var operation: ARPOperation
  /// The sender's card; always one card.
  public var senderHardware: MACAddress
  /// The sender's address; unspecified in a probe.
  public var sender: IPv4Address
  /// The target's card; meaningless in a request.
  public var targetHardware: MACAddress
  /// The address that is asked for, or that of the one who asked.
  public var target: IPv4Address

  /// Makes a message from its fields.
  public init(
    operation: ARPOperation, senderHardware: MACAddress, sender: IPv4Address,
    targetHardware: MACAddress, target: IPv4Address
  ) {
    self.operation = operation
    self.senderHardware = senderHardware
    self.sender = sender
    self.targetHardware = targetHardware
    self.target = target
  }

  /// Reads a packet.
  ///
  /// - Throws: `malformed` if the sender is not one card, or its address neither that of one host
  ///   nor unspecified.
  public init(parsing packet: ARPPacket) throws(WireError) {
    guard packet.senderHardware.isUnicast else { throw .malformed }
    guard packet.sender == .unspecified || packet.sender.isUnicast else { throw .malformed }
    self.init(
      operation: packet.operation, senderHardware: packet.senderHardware, sender: packet.sender,
      targetHardware: packet.targetHardware, target: packet.target)
  }

  /// Writes the packet over the first 28 bytes.
  ///
  /// - Precondition: There are as many.
  public func emit(into bytes: inout MutableRawSpan) {
    bytes.storeBigEndian(UInt32(truncatingIfNeeded: ARPPacket.format >> 16), at: 0)
    bytes.storeBigEndian(UInt16(truncatingIfNeeded: ARPPacket.format), at: 4)
    bytes.storeBigEndian(operation.rawValue, at: ARPPacket.Field.operation)
    senderHardware.emit(into: &bytes, at: ARPPacket.Field.senderHardware)
    bytes.storeBigEndian(sender.rawValue, at: ARPPacket.Field.sender)
    targetHardware.emit(into: &bytes, at: ARPPacket.Field.targetHardware)
    bytes.storeBigEndian(target.rawValue, at: ARPPacket.Field.target)
  }
}
