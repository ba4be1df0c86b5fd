public import Wire

// What becomes of connections when the host's address changes. Read first: RFC 5227, section 2.4;
// RFC 1122, section 4.2.3.7.

extension TCPEndpoints {
  /// Goes by another address from now on, and ends the connections of the one before.
  ///
  /// Their peers would send to nobody, or to another host: each is told by a reset from the address
  /// that still is this host's, so `transmit` is due before the network changes. Listeners stay,
  /// and so do connections of the host with itself at 127.0.0.0/8.
  ///
  /// - Parameter new: The address; unspecified for none.
  /// - Returns: How many connections were ended.
  @discardableResult
  public func move(to new: IPv4Address) -> Int {
    address = new
    var count = 0
    for block in blocks {
      guard let block, block.state != .closed, block.local.address != new,
        !block.local.address.isLoopback
      else { continue }
      if let reset = block.abort(.addressLost) { reply(reset, for: block) }
      touch(block)
      noteChange(of: block)
      count += 1
    }
    return count
  }

  /// Makes segments fit the packets of a link that takes other ones than before.
  ///
  /// - Parameter mtu: Its largest packet, in bytes.
  public func fitSegments(toMTU mtu: Int) {
    settings.maximumSegmentSize =
      mtu - IPv4Header.byteCount - TCPPacket.minimumHeaderByteCount
    for block in blocks { if let block, block.state != .closed { narrow(block, to: mtu) } }
  }
}
