/// What the header of an ICMP message says, apart from its checksum.
///
/// Source: RFC 792.
public struct ICMPHeader: Equatable, Sendable {
  /// Size of the header, in bytes.
  public static let byteCount = ICMPPacket.headerByteCount

  /// What the message is.
  public var type: ICMPType
  /// Tells messages of one type apart.
  public var code: UInt8
  /// Four bytes whose meaning depends on the type, in host order: in an echo the identifier, then
  /// the sequence number.
  public var parameter: UInt32

  /// Makes a header from its fields.
  public init(type: ICMPType, code: UInt8 = 0, parameter: UInt32 = 0) {
    self.type = type
    self.code = code
    self.parameter = parameter
  }

  /// Reads the header of a message.
  ///
  /// - Parameters:
  ///   - packet: The message.
  ///   - checksumPolicy: Whether the checksum is verified.
  /// - Throws: `badChecksum` if the checksum is wrong.
  public init(parsing packet: ICMPPacket, checksumPolicy: ChecksumPolicy) throws(WireError) {
    if checksumPolicy == .verify {
      var sum = Checksum()
      sum.add(packet.bytes)
      guard sum.value == 0 else { throw .badChecksum }
    }
    type = packet.type
    code = packet.code
    parameter = packet.parameter
  }

  /// Writes the header over the first 8 bytes of a message whose payload is already in place.
  ///
  /// - Parameter message: The whole message: 8 bytes of header, then the payload.
  public func emit(into message: inout MutableRawSpan) {
    message.storeBigEndian(UInt16(type.rawValue) << 8 | UInt16(code), at: ICMPPacket.Field.type)
    message.storeBigEndian(UInt16(0), at: ICMPPacket.Field.checksum)
    message.storeBigEndian(parameter, at: ICMPPacket.Field.parameter)
    var sum = Checksum()
    sum.add(message.bytes)
    message.storeBigEndian(sum.value, at: ICMPPacket.Field.checksum)
  }
}
