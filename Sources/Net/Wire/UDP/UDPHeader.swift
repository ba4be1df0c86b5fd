/// What a UDP header says, apart from its length and checksum.
///
/// Source: RFC 768.
public struct UDPHeader: Equatable, Sendable {
  /// Size of the header, in bytes.
  public static let byteCount = UDPPacket.headerByteCount

  /// Port of the sender; 0 means it asks for no reply.
  public var sourcePort: Port
  /// Port of the receiver; never 0.
  public var destinationPort: Port

  /// Makes a header from its ports.
  public init(sourcePort: Port, destinationPort: Port) {
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
  }

  /// Reads the header of a datagram.
  ///
  /// - Parameters:
  ///   - packet: The datagram.
  ///   - ip: Header of the packet that carries the datagram.
  ///   - checksumPolicy: Whether a checksum, if present, is verified.
  /// - Throws: `malformed` if the destination port is 0, `badChecksum` if a checksum is present
  ///   and wrong.
  @inline(__always)
  public init(
    parsing packet: UDPPacket, in ip: IPv4Header, checksumPolicy: ChecksumPolicy
  ) throws(WireError) {
    guard packet.destinationPort != 0 else { throw .malformed }
    if checksumPolicy == .verify, packet.checksum != 0 {
      var sum = ip.pseudoHeader(payloadByteCount: packet.bytes.byteCount)
      sum.add(packet.bytes)
      guard sum.value == 0 else { throw .badChecksum }
    }
    sourcePort = packet.sourcePort
    destinationPort = packet.destinationPort
  }

  /// Where the checksum is in a datagram, in bytes.
  public static var checksumOffset: Int { UDPPacket.Field.checksum }

  /// Writes the header over the first 8 bytes of a datagram whose payload is already in place.
  ///
  /// - Parameters:
  ///   - datagram: The whole datagram: 8 bytes of header, then the payload; at most 65,515 bytes.
  ///   - ip: Header of the packet that carries the datagram.
  ///   - leavesChecksum: Whether a network card completes the checksum.
  @inline(__always)
  public func emit(
    into datagram: inout MutableRawSpan, in ip: IPv4Header, leavesChecksum: Bool = false
  ) {
    let byteCount = datagram.byteCount
    precondition(byteCount >= Self.byteCount, "no room for a UDP header")
    datagram.storeBigEndian(sourcePort.rawValue, at: UDPPacket.Field.sourcePort)
    datagram.storeBigEndian(destinationPort.rawValue, at: UDPPacket.Field.destinationPort)
    datagram.storeBigEndian(UInt16(byteCount), at: UDPPacket.Field.length)
    var sum = ip.pseudoHeader(payloadByteCount: byteCount)
    if leavesChecksum {
      // Not complemented: the card adds the datagram to it, this field included.
      datagram.storeBigEndian(~sum.value, at: UDPPacket.Field.checksum)
      return
    }
    datagram.storeBigEndian(UInt16(0), at: UDPPacket.Field.checksum)
    sum.add(datagram.bytes)
    let value = sum.value
    // A sum of zero is sent as all ones, as zero means "no checksum" (RFC 768).
    datagram.storeBigEndian(value == 0 ? 0xffff : value, at: UDPPacket.Field.checksum)
  }
}
