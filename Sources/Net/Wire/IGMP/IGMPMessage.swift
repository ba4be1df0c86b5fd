/// What an IGMP message says, apart from its checksum.
///
/// Source: RFC 2236, section 2.
public struct IGMPMessage: Equatable, Sendable {
  /// Size of the message that is written, in bytes.
  public static let byteCount = IGMPPacket.minimumByteCount

  /// What the message is.
  public var type: IGMPType
  /// Time in which an answer is expected, in tenths of a second; 0 from a querier of version 1.
  public var maximumResponseTime: UInt8
  /// The group; unspecified in a query about all groups.
  public var group: IPv4Address

  /// Makes a message from its fields.
  public init(type: IGMPType, maximumResponseTime: UInt8 = 0, group: IPv4Address) {
    self.type = type
    self.maximumResponseTime = maximumResponseTime
    self.group = group
  }

  /// Reads a message.
  ///
  /// - Throws: `badChecksum` if the checksum is wrong, `malformed` if the group is none.
  public init(parsing packet: IGMPPacket) throws(WireError) {
    var sum = Checksum()
    sum.add(packet.bytes)
    guard sum.value == 0 else { throw .badChecksum }
    type = packet.type
    maximumResponseTime = packet.maximumResponseTime
    group = packet.group
    let concernsAll = type == .membershipQuery && group == .unspecified
    guard concernsAll || group.isMulticast else { throw .malformed }
  }

  /// Writes the message over the first 8 bytes of a span.
  ///
  /// - Precondition: There are as many.
  public func emit(into bytes: inout MutableRawSpan) {
    let typeAndTime = UInt16(type.rawValue) << 8 | UInt16(maximumResponseTime)
    bytes.storeBigEndian(typeAndTime, at: IGMPPacket.Field.type)
    bytes.storeBigEndian(group.rawValue, at: IGMPPacket.Field.group)
    var sum = Checksum()
    sum.add(typeAndTime)
    sum.add(group.rawValue)
    bytes.storeBigEndian(sum.value, at: IGMPPacket.Field.checksum)
  }
}
