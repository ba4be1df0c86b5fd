internal import Net
internal import Testing
internal import Wire

@Suite struct TCPEndpointsTransmitTests {
  @Test func `who waits for a neighbour holds up nobody`() throws {
    let host = TCPHost()
    let (first, _) = try host.established()
    let listener = try host.endpoints.listen(on: 81)
    let answer = try #require(host.receive(.syn, seq: 7000, from: 40001, to: 81).first)
    host.receive(
      .ack, seq: 7001, ack: answer.header.sequenceNumber + 1, from: 40001, to: 81)
    let second = try #require(host.endpoints.accept(listener))
    // The card cuts long segments, and the way to one peer is not known.
    host.endpoints.longestSegment = 65_515
    _ = host.write([UInt8](repeating: 1, count: 5000), to: first)
    _ = host.write([UInt8](repeating: 2, count: 5000), to: second)
    var sent: [(port: Port, byteCount: Int)] = []
    host.endpoints.transmit(now: host.now) { ip, size, body in
      var bytes = [UInt8](repeating: 0, count: size.byteCount)
      var span = bytes.mutableSpan
      var raw = span.mutableBytes
      let isCut = size.cutByteCount > 0
      body(&raw, isCut)
      let port = Port(UInt16(bytes[2]) << 8 | UInt16(bytes[3]))
      guard port == TCPHost.client else {
        sent.append((port, size.byteCount - size.headerByteCount))
        return .sent
      }
      if isCut { return .needsFrames }
      sent.append((port, size.byteCount - size.headerByteCount))
      return .unresolved
    }
    #expect(sent.filter { $0.port == TCPHost.client }.map(\.byteCount).max() == 1000)
    #expect(sent.filter { $0.port == 40001 }.map(\.byteCount).reduce(0, +) == 5000)
  }

  /// What leaves of 3000 bytes if packets longer than a limit are refused: sizes of the data.
  private static func sizes(refusedAbove limit: Int, mtu: Int) throws -> [Int] {
    let host = TCPHost()
    let (handle, next) = try host.established()
    _ = host.write([UInt8](repeating: 1, count: 3000), to: handle)
    var sizes: [Int] = []
    var expected = next
    host.endpoints.transmit(now: host.now) { ip, size, body in
      guard 20 + size.byteCount <= limit else { return .tooLong(mtu: mtu) }
      var bytes = [UInt8](repeating: 0, count: size.byteCount)
      var span = bytes.mutableSpan
      var raw = span.mutableBytes
      body(&raw, false)
      #expect(SequenceNumber(bytes.span.bytes.bigEndian(at: 4)) == expected, "in order")
      sizes.append(size.byteCount - size.headerByteCount)
      expected += size.byteCount - size.headerByteCount
      return .sent
    }
    return sizes
  }

  @Test func `sends shorter segments where the way takes no others`() throws {
    #expect(try Self.sizes(refusedAbove: 640, mtu: 640) == [600, 600, 600, 600, 600])
  }

  @Test func `a way that takes less than it says ends nothing`() throws {
    #expect(try Self.sizes(refusedAbove: 100, mtu: 1500) == [])
    #expect(try Self.sizes(refusedAbove: 100, mtu: 640) == [])
  }
}
