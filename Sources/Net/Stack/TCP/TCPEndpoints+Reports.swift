internal import Wire

// What the network says became of segments. Read first: RFC 5927, sections 4 to 7; RFC 1122,
// section 4.2.3.9; RFC 1191, section 6.4.

extension TCPEndpoints {
  /// Heeds a report, if it is about a segment that waits for its acknowledgment: who does not see
  /// the connection can hardly make up its number.
  ///
  /// An established connection survives all of them; they may be over soon. One that is being made
  /// is given up when the peer or a router says that nothing gets there.
  ///
  /// - Parameter report: What is said.
  /// - Returns: Whether there is such a segment.
  public func heed(_ report: PacketReport) -> Bool {
    let key = ConnectionKey(remote: report.remote, localPort: report.sourcePort)
    guard let index = table.find(key), let block = blocks[index], block.state != .closed else {
      return false
    }
    let number = report.sequenceNumber
    guard number >= block.unacknowledged, number < block.nextSend else { return false }
    if let mtu = report.mtu {
      narrow(block, to: max(mtu, PathMTUs.minimum))
      touch(block)
    } else if block.state == .synSent, case .unreachable = report.reason {
      block.finish(report.isPermanent ? .refused : .unreachable)
      touch(block)
    }
    return true
  }

  /// Makes segments small enough for a path; those in flight go again in pieces.
  ///
  /// - Parameters:
  ///   - block: The connection.
  ///   - mtu: Largest packet that passes, in bytes.
  /// - Returns: Whether they were longer.
  @discardableResult
  func narrow(_ block: TCPControlBlock, to mtu: Int) -> Bool {
    let byteCount = mtu - IPv4Header.byteCount - TCPPacket.minimumHeaderByteCount
    let options = block.usesTimestamps ? 12 : 0
    guard byteCount < block.segmentByteCount + options else { return false }
    block.setPeerSegmentSize(byteCount)
    block.resendLongSegments()
    return true
  }
}
