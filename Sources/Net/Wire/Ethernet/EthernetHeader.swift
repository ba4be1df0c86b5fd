/// What the header of an Ethernet II frame says.
///
/// Source: IEEE 802.3-2018, section 3.1.1.
public struct EthernetHeader: Equatable, Sendable {
  /// Size of the header, in bytes.
  public static let byteCount = EthernetFrame.headerByteCount

  /// The card or the group of cards that the frame is for.
  public var destination: MACAddress
  /// The card that sends the frame.
  public var source: MACAddress
  /// What the payload is.
  public var etherType: EtherType

  /// Makes a header from its fields.
  public init(destination: MACAddress, source: MACAddress, etherType: EtherType) {
    self.destination = destination
    self.source = source
    self.etherType = etherType
  }

  /// Reads the header of a frame.
  ///
  /// - Throws: `malformed` if the sender is not one card.
  @inline(__always)
  public init(parsing frame: EthernetFrame) throws(WireError) {
    source = frame.source
    guard source.isUnicast else { throw .malformed }
    destination = frame.destination
    etherType = frame.etherType
  }

  /// Writes the header over the first 14 bytes of a frame.
  ///
  /// - Precondition: The frame is at least as long as the header.
  @inline(__always)
  public func emit(into frame: inout MutableRawSpan) {
    precondition(frame.byteCount >= Self.byteCount, "no room for an Ethernet header")
    destination.emit(into: &frame, at: EthernetFrame.Field.destination)
    source.emit(into: &frame, at: EthernetFrame.Field.source)
    frame.storeBigEndian(etherType.rawValue, at: EthernetFrame.Field.etherType)
  }
}
