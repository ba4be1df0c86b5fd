extension TCPHeader {
  /// Where the checksum is in a segment, in bytes.
  public static var checksumOffset: Int { TCPPacket.Field.checksum }

  /// Size of the header with its options, in bytes: 20 to 60, a multiple of 4.
  ///
  /// Ranges that find no room beside the timestamps are left out.
  @inline(__always)
  public var byteCount: Int {
    var byteCount = TCPPacket.minimumHeaderByteCount
    if timestamps != nil { byteCount += 12 }
    if flags.contains(.syn) {
      if maximumSegmentSize != nil { byteCount += 4 }
      if windowScale != nil { byteCount += 4 }
      if isSACKPermitted { byteCount += 4 }
    } else if sack.count > 0 {
      byteCount += 4 + 8 * writableBlockCount
    }
    return byteCount
  }

  /// How many ranges find room.
  private var writableBlockCount: Int { min(sack.count, timestamps == nil ? 4 : 3) }

  /// Writes the header over the first bytes of a segment whose payload is already in place.
  ///
  /// - Parameters:
  ///   - segment: The whole segment: `byteCount` bytes of header, then the payload.
  ///   - ip: Header of the packet that carries the segment.
  ///   - leavesChecksum: Whether a network card completes the checksum.
  @inline(__always)
  public func emit(
    into segment: inout MutableRawSpan, in ip: IPv4Header, leavesChecksum: Bool = false
  ) {
    let headerByteCount = byteCount
    precondition(segment.byteCount >= headerByteCount, "no room for a TCP header")
    segment.storeBigEndian(sourcePort.rawValue, at: TCPPacket.Field.sourcePort)
    segment.storeBigEndian(destinationPort.rawValue, at: TCPPacket.Field.destinationPort)
    segment.storeBigEndian(sequenceNumber.rawValue, at: TCPPacket.Field.sequenceNumber)
    segment.storeBigEndian(acknowledgmentNumber.rawValue, at: TCPPacket.Field.acknowledgmentNumber)
    let offsetAndFlags = UInt16(headerByteCount / 4) << 12 | UInt16(flags.rawValue)
    segment.storeBigEndian(offsetAndFlags, at: TCPPacket.Field.dataOffset)
    segment.storeBigEndian(window, at: TCPPacket.Field.window)
    segment.storeBigEndian(urgentPointer, at: TCPPacket.Field.urgentPointer)
    if headerByteCount > TCPPacket.minimumHeaderByteCount { emitOptions(into: &segment) }
    var sum = ip.pseudoHeader(payloadByteCount: segment.byteCount)
    if leavesChecksum {
      // Not complemented: the card adds the segment to it, this field included.
      segment.storeBigEndian(~sum.value, at: TCPPacket.Field.checksum)
      return
    }
    segment.storeBigEndian(UInt16(0), at: TCPPacket.Field.checksum)
    sum.add(segment.bytes)
    segment.storeBigEndian(sum.value, at: TCPPacket.Field.checksum)
  }

  /// Writes the options, each padded so that its numbers are aligned.
  private func emitOptions(into segment: inout MutableRawSpan) {
    var offset = TCPPacket.minimumHeaderByteCount
    if flags.contains(.syn) { emitSynOptions(into: &segment, at: &offset) }
    if let timestamps {
      segment.storeBigEndian(Self.alignedTimestamps, at: offset)
      segment.storeBigEndian(timestamps.value, at: offset + 4)
      segment.storeBigEndian(timestamps.echo, at: offset + 8)
      offset += 12
    }
    if !flags.contains(.syn), sack.count > 0 { emitBlocks(into: &segment, at: offset) }
  }

  private func emitSynOptions(into segment: inout MutableRawSpan, at offset: inout Int) {
    if let maximumSegmentSize {
      segment.storeBigEndian(0x0204_0000 | UInt32(maximumSegmentSize), at: offset)
      offset += 4
    }
    if let windowScale {
      segment.storeBigEndian(0x0103_0300 | UInt32(windowScale), at: offset)
      offset += 4
    }
    if isSACKPermitted {
      segment.storeBigEndian(0x0101_0402 as UInt32, at: offset)
      offset += 4
    }
  }

  private func emitBlocks(into segment: inout MutableRawSpan, at offset: Int) {
    let count = writableBlockCount
    segment.storeBigEndian(0x0101_0500 | UInt32(2 + 8 * count), at: offset)
    for index in 0..<count {
      segment.storeBigEndian(sack[index].start.rawValue, at: offset + 4 + 8 * index)
      segment.storeBigEndian(sack[index].end.rawValue, at: offset + 8 + 8 * index)
    }
  }
}
