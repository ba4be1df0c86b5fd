/// What an IPv4 header says, apart from its lengths, options and checksum.
///
/// Source: RFC 791, section 3.1.
public struct IPv4Header: Equatable, Sendable {
  /// Size of the header that is written, in bytes: it has no options.
  public static let byteCount = IPv4Packet.minimumHeaderByteCount

  /// The sender.
  public var source: IPv4Address
  /// The receiver or the group of receivers.
  public var destination: IPv4Address
  /// What the payload is.
  public var payloadProtocol: IPProtocol
  /// Number of hops it may still take.
  public var timeToLive: UInt8

  /// Makes a header from its fields.
  ///
  /// - Parameters:
  ///   - source: The sender.
  ///   - destination: The receiver or the group of receivers.
  ///   - payloadProtocol: What the payload is.
  ///   - timeToLive: Number of hops; 64 is what RFC 1700 recommends.
  public init(
    source: IPv4Address, destination: IPv4Address, payloadProtocol: IPProtocol,
    timeToLive: UInt8 = 64
  ) {
    self.source = source
    self.destination = destination
    self.payloadProtocol = payloadProtocol
    self.timeToLive = timeToLive
  }

  /// Reads the header of a packet.
  ///
  /// - Parameters:
  ///   - packet: The packet.
  ///   - checksumPolicy: Whether the checksum is verified.
  /// - Throws: `badChecksum` if the checksum is wrong.
  @inline(__always)
  public init(parsing packet: IPv4Packet, checksumPolicy: ChecksumPolicy) throws(WireError) {
    if checksumPolicy == .verify {
      var sum = Checksum()
      sum.addFirst20(of: packet.bytes)
      if packet.headerByteCount > Self.byteCount { sum.add(packet.options) }
      guard sum.value == 0 else { throw .badChecksum }
    }
    source = packet.source
    destination = packet.destination
    payloadProtocol = packet.payloadProtocol
    timeToLive = packet.timeToLive
  }

  /// Writes the header over the first 20 bytes of a packet.
  ///
  /// Unless it says otherwise, the packet must not be cut on its way, and therefore needs no number
  /// of its own (RFC 6864, section 4.1).
  ///
  /// - Parameters:
  ///   - packet: The packet, or only its header.
  ///   - payloadByteCount: Number of bytes that follow the header, at most 65,515.
  ///   - identification: Number that the fragments of one packet share.
  ///   - fragment: Which piece of a packet it is, and whether it may be cut.
  @inline(__always)
  public func emit(
    into packet: inout MutableRawSpan, payloadByteCount: Int, identification: UInt16 = 0,
    fragment: IPv4Fragment = .forbidden
  ) {
    precondition(packet.byteCount >= Self.byteCount, "no room for an IPv4 header")
    let totalLength = UInt16(Self.byteCount + payloadByteCount)
    packet.storeBigEndian(UInt16(0x4500), at: IPv4Packet.Field.versionAndHeaderLength)
    packet.storeBigEndian(totalLength, at: IPv4Packet.Field.totalLength)
    packet.storeBigEndian(identification, at: IPv4Packet.Field.identification)
    packet.storeBigEndian(fragment.rawValue, at: IPv4Packet.Field.fragment)
    let timeAndProtocol = UInt16(timeToLive) << 8 | UInt16(payloadProtocol.rawValue)
    packet.storeBigEndian(timeAndProtocol, at: IPv4Packet.Field.timeToLive)
    packet.storeBigEndian(source.rawValue, at: IPv4Packet.Field.source)
    packet.storeBigEndian(destination.rawValue, at: IPv4Packet.Field.destination)
    // The sum is made of the fields themselves: reading them back would wait for the stores.
    var sum = Checksum()
    sum.add(UInt16(0x4500))
    sum.add(totalLength)
    sum.add(identification)
    sum.add(fragment.rawValue)
    sum.add(timeAndProtocol)
    sum.add(source.rawValue)
    sum.add(destination.rawValue)
    packet.storeBigEndian(sum.value, at: IPv4Packet.Field.checksum)
  }

  /// Size of the header that `emitWithRouterAlert` writes, in bytes.
  public static let byteCountWithRouterAlert = byteCount + 4

  /// Writes a header that asks every router on the way to look at the packet.
  ///
  /// Source: RFC 2113, section 2.1.
  ///
  /// - Parameters:
  ///   - packet: The packet, or only its 24 bytes of header.
  ///   - payloadByteCount: Number of bytes that follow the header.
  public func emitWithRouterAlert(into packet: inout MutableRawSpan, payloadByteCount: Int) {
    emit(into: &packet, payloadByteCount: payloadByteCount + 4)
    packet.storeBigEndian(UInt8(0x46), at: IPv4Packet.Field.versionAndHeaderLength)
    packet.storeBigEndian(UInt32(0x9404_0000), at: Self.byteCount)
    packet.storeBigEndian(UInt16(0), at: IPv4Packet.Field.checksum)
    var sum = Checksum()
    sum.add(packet.bytes.extracting(0..<Self.byteCountWithRouterAlert))
    packet.storeBigEndian(sum.value, at: IPv4Packet.Field.checksum)
  }

  /// The sum that the checksums of UDP and TCP start from.
  ///
  /// Source: RFC 768, section "Fields".
  ///
  /// - Parameter payloadByteCount: Length of the datagram or segment, in bytes, at most 65,535.
  /// - Returns: The sum of the addresses, the protocol and the length.
  @inline(__always)
  public func pseudoHeader(payloadByteCount: Int) -> Checksum {
    var sum = Checksum()
    sum.add(source.rawValue)
    sum.add(destination.rawValue)
    sum.add(UInt16(payloadProtocol.rawValue))
    sum.add(UInt16(truncatingIfNeeded: payloadByteCount))
    return sum
  }
}
