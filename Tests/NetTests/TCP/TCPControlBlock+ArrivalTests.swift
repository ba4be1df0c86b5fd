internal import Net
internal import Testing
internal import Wire

/// Segment arrival, by the steps of RFC 9293, section 3.10.7.4.
@Suite struct TCPControlBlockArrivalTests {
  // MARK: First, check the sequence number

  @Test func `takes data in order and acknowledges it a little later`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    #expect(host.receive(.ack, seq: 1001, ack: next, payload: [1, 2, 3]).isEmpty)
    #expect(host.read(handle) == [1, 2, 3])
    #expect(host.pass(milliseconds: 39).isEmpty)
    let sent = host.pass(milliseconds: 1)
    #expect(sent.map(\.header.acknowledgmentNumber) == [1004])
  }

  @Test func `acknowledges every second full segment at once`() throws {
    let host = TCPHost()
    let (_, next) = try host.established()
    let full = [UInt8](repeating: 7, count: 1000)
    #expect(host.receive(.ack, seq: 1001, ack: next, payload: full).isEmpty)
    let sent = host.receive(.ack, seq: 2001, ack: next, payload: full)
    #expect(sent.map(\.header.acknowledgmentNumber) == [3001])
  }

  @Test(arguments: [990, 1000] as [SequenceNumber])
  func `answers old data with what it expects`(seq: SequenceNumber) throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    let sent = host.receive(.ack, seq: seq, ack: next, payload: [9])
    #expect(sent.map(\.header.acknowledgmentNumber) == [1001])
    #expect(host.read(handle).isEmpty)
  }

  @Test func `cuts off what it has already`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.receive(.ack, seq: 1001, ack: next, payload: [1, 2, 3])
    host.receive(.ack, seq: 1002, ack: next, payload: [2, 3, 4, 5])
    #expect(host.read(handle) == [1, 2, 3, 4, 5])
  }

  @Test func `keeps data behind a gap until the gap is closed`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    let sent = host.receive(.ack, seq: 1003, ack: next, payload: [3, 4])
    #expect(sent.map(\.header.acknowledgmentNumber) == [1001])
    #expect(host.read(handle).isEmpty)
    let closed = host.receive(.ack, seq: 1001, ack: next, payload: [1, 2])
    #expect(closed.map(\.header.acknowledgmentNumber) == [1005])
    #expect(host.read(handle) == [1, 2, 3, 4])
  }

  @Test func `drops data beyond its window`() throws {
    var settings = TCPHost.plainSettings
    settings.receiveLimit = 4000
    let host = TCPHost(settings)
    let (handle, next) = try host.established()
    let sent = host.receive(.ack, seq: 5001, ack: next, payload: [1])
    #expect(sent.map(\.header.acknowledgmentNumber) == [1001])
    #expect(sent.map(\.header.window) == [4000])
    #expect(host.read(handle).isEmpty)
  }

  @Test func `closes its window, and opens it when data was read`() throws {
    var settings = TCPHost.plainSettings
    settings.receiveLimit = 2000
    let host = TCPHost(settings)
    let (handle, next) = try host.established()
    host.receive(.ack, seq: 1001, ack: next, payload: [UInt8](repeating: 1, count: 1000))
    let full = host.receive(
      .ack, seq: 2001, ack: next, payload: [UInt8](repeating: 2, count: 1000))
    #expect(full.map(\.header.window) == [0])
    let probed = host.receive(.ack, seq: 3001, ack: next, payload: [3])
    #expect(probed.map(\.header.acknowledgmentNumber) == [3001])
    #expect(probed.map(\.header.window) == [0])
    #expect(host.read(handle).count == 2000)
    #expect(host.flush().map(\.header.window) == [2000])
  }

  // MARK: Second, check the RST bit

  @Test func `is reset by a segment with exactly the next number`() throws {
    let host = TCPHost()
    let (handle, _) = try host.established()
    #expect(host.receive(.rst, seq: 1001).isEmpty)
    #expect(host.endpoints.status(of: handle)?.error == .reset)
  }

  @Test func `challenges a reset elsewhere in the window`() throws {
    // RFC 5961, section 3.2.
    let host = TCPHost()
    let (handle, next) = try host.established()
    let sent = host.receive(.rst, seq: 1002)
    #expect(sent.map(\.header.flags) == [.ack])
    #expect(sent.map(\.header.sequenceNumber) == [next])
    #expect(host.state(handle) == .established)
  }

  @Test(arguments: [1000, 51_002, 200_000] as [SequenceNumber])
  func `ignores a reset outside of the window`(seq: SequenceNumber) throws {
    var settings = TCPHost.plainSettings
    settings.receiveLimit = 50_000
    let host = TCPHost(settings)
    let (handle, _) = try host.established()
    #expect(host.receive(.rst, seq: seq).isEmpty)
    #expect(host.state(handle) == .established)
  }

  @Test func `challenges only so often`() throws {
    // RFC 5961, section 7.
    let host = TCPHost()
    _ = try host.established()
    let count = (0..<500).reduce(0) { count, _ in count + host.receive(.rst, seq: 1002).count }
    #expect(count <= 50)
    #expect(host.endpoints.counters.challengesSuppressed > 0)
  }

  // MARK: Fourth, check the SYN bit

  @Test func `challenges a SYN`() throws {
    // RFC 5961, section 4.2.
    let host = TCPHost()
    let (handle, next) = try host.established()
    let sent = host.receive(.syn, seq: 1001)
    #expect(sent.map(\.header.flags) == [.ack])
    #expect(sent.map(\.header.sequenceNumber) == [next])
    #expect(host.state(handle) == .established)
  }

  // MARK: Fifth, check the ACK field

  @Test func `drops a segment without ACK`() throws {
    let host = TCPHost()
    let (handle, _) = try host.established()
    #expect(host.receive(.psh, seq: 1001, payload: [1]).isEmpty)
    #expect(host.read(handle).isEmpty)
  }

  @Test func `challenges the acknowledgement of data that it has not sent`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    let sent = host.receive(.ack, seq: 1001, ack: next + 1, payload: [1])
    #expect(sent.map(\.header.acknowledgmentNumber) == [1001])
    #expect(host.read(handle).isEmpty)
  }

  @Test func `resets a peer that acknowledges another SYN`() throws {
    let host = TCPHost()
    _ = try host.endpoints.listen(on: 80)
    let answer = try #require(host.receive(.syn, seq: 1000).first)
    let wrong = answer.header.sequenceNumber + 5
    let sent = host.receive(.ack, seq: 1001, ack: wrong)
    #expect(sent.map(\.header.flags) == [.rst])
    #expect(sent.map(\.header.sequenceNumber) == [wrong])
  }

  // MARK: Eighth, check the FIN bit

  @Test func `closes after the peer`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    let sent = host.receive(.fin | .ack, seq: 1001, ack: next)
    #expect(sent.map(\.header.acknowledgmentNumber) == [1002])
    #expect(host.state(handle) == .closeWait)
    #expect(host.endpoints.status(of: handle)?.isAtEnd == true)
    host.endpoints.closeSending(handle)
    let fin = host.flush()
    #expect(fin.map(\.header.flags) == [.fin | .ack])
    #expect(fin.map(\.header.sequenceNumber) == [next])
    #expect(host.state(handle) == .lastAck)
    #expect(host.receive(.ack, seq: 1002, ack: next + 1).isEmpty)
    #expect(host.state(handle) == .closed)
    #expect(host.endpoints.status(of: handle)?.error == nil)
  }

  @Test func `closes before the peer, and waits for late segments`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.closeSending(handle)
    #expect(host.flush().map(\.header.flags) == [.fin | .ack])
    #expect(host.state(handle) == .finWait1)
    host.receive(.ack, seq: 1001, ack: next + 1)
    #expect(host.state(handle) == .finWait2)
    host.receive(.ack, seq: 1001, ack: next + 1, payload: [5])
    #expect(host.read(handle) == [5])
    let last = host.receive(.fin | .ack, seq: 1002, ack: next + 1)
    #expect(last.map(\.header.acknowledgmentNumber) == [1003])
    #expect(host.state(handle) == .timeWait)
    // A FIN that comes again is acknowledged again.
    let again = host.receive(.fin | .ack, seq: 1002, ack: next + 1)
    #expect(again.map(\.header.acknowledgmentNumber) == [1003])
    host.pass(milliseconds: 59_999)
    #expect(host.state(handle) == .timeWait)
    host.pass(milliseconds: 2)
    #expect(host.state(handle) == .closed)
  }

  @Test func `closes at the same time as the peer`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.closeSending(handle)
    _ = host.flush()
    host.receive(.fin | .ack, seq: 1001, ack: next)
    #expect(host.state(handle) == .closing)
    host.receive(.ack, seq: 1002, ack: next + 1)
    #expect(host.state(handle) == .timeWait)
  }

  @Test func `waits with the FIN for data before it`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.receive(.fin | .ack, seq: 1003, ack: next, payload: [3])
    #expect(host.state(handle) == .established)
    host.receive(.ack, seq: 1001, ack: next, payload: [1, 2])
    #expect(host.state(handle) == .closeWait)
    #expect(host.read(handle) == [1, 2, 3])
  }

  @Test func `resets a peer that sends what nobody will read`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.endpoints.close(handle, now: host.now)
    #expect(host.flush().map(\.header.flags) == [.fin | .ack])
    let sent = host.receive(.ack, seq: 1001, ack: next + 1, payload: [1])
    #expect(sent.map(\.header.flags) == [.rst])
    #expect(host.endpoints.connectionCount == 0)
  }

  @Test func `resets instead of closing when data was not read`() throws {
    // RFC 2525, section 2.17.
    let host = TCPHost()
    let (handle, next) = try host.established()
    host.receive(.ack, seq: 1001, ack: next, payload: [1])
    host.endpoints.close(handle, now: host.now)
    #expect(host.flush().map(\.header.flags) == [.rst | .ack])
    #expect(host.endpoints.connectionCount == 0)
  }

  @Test func `a segment from half the circle away is answered and nothing else`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established()
    let answer = host.receive(
      .ack, seq: SequenceNumber(1001) + (1 << 31), ack: next, payload: [1])
    #expect(answer.map(\.header.acknowledgmentNumber) == [1001])
    #expect(host.endpoints.status(of: handle)?.readableCount == 0)
  }

  @Test func `what is refused brings nothing new`() throws {
    var settings = TCPHost.plainSettings
    settings.receiveLimit = 4096
    let host = TCPHost(settings)
    let (handle, next) = try host.established()
    // It begins before what is expected and ends beyond the window.
    let payload = [UInt8](repeating: 1, count: 60_000)
    host.receive(.ack, seq: SequenceNumber(1001) - 10, ack: next, payload: payload)
    #expect(host.endpoints.status(of: handle)?.readableCount == 0)
  }

  @Test func `a peer's clock that has come round is followed again`() throws {
    // RFC 7323, section 5.5.
    var settings = TCPHost.plainSettings
    settings.usesTimestamps = true
    let host = TCPHost(settings)
    let (_, next) = try host.established { $0.timestamps = TCPTimestamps(value: 1, echo: 0) }
    host.now = host.now.advanced(byNanoseconds: 25 * 86_400 * 1_000_000_000)
    let late: UInt32 = 0x8000_0010
    for seq in [1001, 1002] as [SequenceNumber] {
      let answer = host.receive(.ack, seq: seq, ack: next, payload: [1]) {
        $0.timestamps = TCPTimestamps(value: late, echo: 0)
      }
      let all = answer + host.pass(milliseconds: 500)
      #expect(all.last?.header.timestamps?.echo == late)
    }
  }
}
