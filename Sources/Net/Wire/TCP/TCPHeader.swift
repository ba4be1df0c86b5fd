/// What a TCP header says, apart from its length and checksum.
///
/// Source: RFC 9293, section 3.1.
public struct TCPHeader: Equatable, Sendable {
  /// Port of the sender; never 0.
  public var sourcePort: Port
  /// Port of the receiver; never 0.
  public var destinationPort: Port
  /// Number of the first byte of the payload, or of the SYN.
  public var sequenceNumber: SequenceNumber
  /// The next number that the sender expects; 0 without the ACK flag.
  public var acknowledgmentNumber: SequenceNumber
  /// The control bits.
  public var flags: TCPFlags
  /// The window as sent, before scaling.
  public var window: UInt16
  /// Offset of the byte behind the urgent data; 0 without the URG flag.
  public var urgentPointer: UInt16 = 0
  /// Largest segment that the sender takes, in bytes of payload.
  public var maximumSegmentSize: UInt16?
  /// By how many bits the sender shifts its windows, as sent.
  public var windowScale: UInt8?
  /// Whether the sender understands selective acknowledgements.
  public var isSACKPermitted = false
  /// The sender's clock and an echo of the receiver's.
  public var timestamps: TCPTimestamps?
  /// Ranges that arrived at the sender.
  public var sack = SACKBlocks()

  /// Makes a header without options.
  public init(
    sourcePort: Port, destinationPort: Port, sequenceNumber: SequenceNumber,
    acknowledgmentNumber: SequenceNumber, flags: TCPFlags, window: UInt16
  ) {
    self.sourcePort = sourcePort
    self.destinationPort = destinationPort
    self.sequenceNumber = sequenceNumber
    self.acknowledgmentNumber = acknowledgmentNumber
    self.flags = flags
    self.window = window
  }

  /// Reads the header of a segment.
  ///
  /// Options of a wrong length are ignored, as is all behind an impossible one; options that belong
  /// into a SYN count there only.
  ///
  /// - Parameters:
  ///   - packet: The segment.
  ///   - ip: Header of the packet that carries the segment.
  ///   - checksumPolicy: Whether the checksum is verified.
  /// - Throws: `malformed` if a port is 0, `badChecksum` if the checksum is wrong.
  @inline(__always)
  public init(
    parsing packet: TCPPacket, in ip: IPv4Header, checksumPolicy: ChecksumPolicy
  ) throws(WireError) {
    if checksumPolicy == .verify {
      var sum = ip.pseudoHeader(payloadByteCount: packet.bytes.byteCount)
      sum.add(packet.bytes)
      guard sum.value == 0 else { throw .badChecksum }
    }
    guard packet.sourcePort != 0, packet.destinationPort != 0 else { throw .malformed }
    let flags = packet.flags
    sourcePort = packet.sourcePort
    destinationPort = packet.destinationPort
    sequenceNumber = packet.sequenceNumber
    acknowledgmentNumber = flags.contains(.ack) ? packet.acknowledgmentNumber : 0
    self.flags = flags
    window = packet.window
    urgentPointer = flags.contains(.urg) ? packet.urgentPointer : 0
    guard packet.headerByteCount > TCPPacket.minimumHeaderByteCount else { return }
    if !readAlignedTimestamps(packet.options) { readOptions(packet.options) }
  }

  /// Reads the options of nearly all segments: two no-operations and the timestamps.
  ///
  /// Source: RFC 7323, appendix A.
  ///
  /// - Returns: False if there are others.
  @inline(__always)
  private mutating func readAlignedTimestamps(_ options: RawSpan) -> Bool {
    guard options.byteCount == 12,
      options.bigEndian(at: 0, as: UInt32.self) == Self.alignedTimestamps
    else { return false }
    timestamps = TCPTimestamps(value: options.bigEndian(at: 4), echo: options.bigEndian(at: 8))
    return true
  }

  @inline(never)
  private mutating func readOptions(_ bytes: RawSpan) {
    let isSynchronizing = flags.contains(.syn)
    var options = TCPOptions(bytes)
    while let option = options.next() {
      switch option {
      case .maximumSegmentSize(let size) where isSynchronizing: maximumSegmentSize = size
      case .windowScale(let shift) where isSynchronizing: windowScale = shift
      case .sackPermitted where isSynchronizing: isSACKPermitted = true
      case .timestamps(let times): timestamps = times
      case .sack(let blocks) where !isSynchronizing: sack = blocks
      default: break
      }
    }
  }

  /// No-operation twice, then kind and length of the timestamps.
  static let alignedTimestamps: UInt32 = 0x0101_080a
}
