internal import Net
internal import Testing
internal import Wire

/// What time brings to connections whose peers are slow, or silent.
@Suite struct TCPControlBlockTimersTests {
  /// Lets so many seconds pass, and has the peer answer what leaves with a window, or not at all.
  private func pass(
    _ seconds: Int, on host: TCPHost, next: SequenceNumber,
    _ answer: (TCPHost.Sent) -> UInt16?
  ) {
    for _ in 0..<seconds * 4 {
      for sent in host.pass(milliseconds: 250) where !sent.payload.isEmpty {
        guard let window = answer(sent) else { continue }
        host.receive(.ack, seq: 1001, ack: next, window: window)
      }
    }
  }

  @Test func `a closed window is asked for as long as the peer answers`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established(window: 0)
    _ = host.write([1, 2, 3], to: handle)
    _ = host.flush()
    pass(600, on: host, next: next) { _ in 0 }
    #expect(host.state(handle) == .established)
    pass(400, on: host, next: next) { _ in nil }
    #expect(host.state(handle) == .closed)
  }

  @Test func `one lost probe ends nothing`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established(window: 0)
    _ = host.write([1, 2, 3], to: handle)
    _ = host.flush()
    pass(300, on: host, next: next) { _ in 0 }
    var lostCount = 0
    pass(300, on: host, next: next) { _ in
      lostCount += 1
      return lostCount == 1 ? nil : 0
    }
    #expect(lostCount > 2)
    #expect(host.state(handle) == .established)
  }

  @Test func `nobody waits for ever for a peer that takes nothing`() throws {
    // The user has closed: only this host's memory is held.
    let host = TCPHost()
    let (handle, next) = try host.established(window: 0)
    _ = host.write([1, 2, 3], to: handle)
    host.endpoints.close(handle, now: host.now)
    _ = host.flush()
    pass(300, on: host, next: next) { _ in 0 }
    #expect(host.endpoints.connectionCount == 0)
    #expect(host.endpoints.bufferedByteCount == 0)
  }

  @Test func `the time of a closed window counts for nothing once it is open`() throws {
    let host = TCPHost()
    let (handle, next) = try host.established(window: 0)
    _ = host.write([1, 2, 3], to: handle)
    _ = host.flush()
    pass(150, on: host, next: next) { _ in 0 }
    host.receive(.ack, seq: 1001, ack: next, window: 1000)
    pass(10, on: host, next: next) { _ in nil }
    #expect(host.state(handle) == .established)
  }

  @Test(arguments: [true, false])
  func `a probe that is lost and had in one breath does not leave a connection for ever`(
    isClosed: Bool
  ) throws {
    var settings = TCPHost.plainSettings
    settings.usesSACK = true
    let host = TCPHost(settings)
    let (handle, next) = try host.established { $0.isSACKPermitted = true }
    _ = host.write([1, 2, 3], to: handle)
    _ = host.flush()
    host.receive(.ack, seq: 1001, ack: next + 3, window: 0)
    if isClosed {
      host.endpoints.close(handle, now: host.now)
    } else {
      _ = host.write([4], to: handle)
    }
    var probe: TCPHost.Sent?
    for _ in 0..<100 where probe == nil { probe = host.pass(milliseconds: 100).first }
    let sent = try #require(probe)
    #expect(sent.header.sequenceNumber == next + 3)
    // The window is open, so the probe was refused; the block says that it has arrived.
    let again = host.receive(.ack, seq: 1001, ack: next + 3, window: 1000) {
      $0.sack.append(SACKBlock(start: next + 3, end: next + 4))
    }
    // What is not acknowledged is not taken to be there: it goes once more, at once.
    #expect(again.first?.header.sequenceNumber == next + 3)
    // Nobody answers any more.
    for _ in 0..<4000 { host.pass(milliseconds: 250) }
    #expect(host.state(handle) ?? .closed == .closed)
  }

  @Test func `a window that stays small is filled without long pauses`() throws {
    // RFC 9293, section 3.8.6.2.1: what is silly to send leaves after a while nevertheless.
    let host = TCPHost()
    let (handle, next) = try host.established()
    var acknowledged = next
    host.receive(.ack, seq: 1001, ack: next, window: 600)
    _ = host.write([UInt8](repeating: 1, count: 10_000), to: handle)
    var sizes: [Int] = []
    for _ in 0..<200 {
      for sent in host.pass(milliseconds: 100) where !sent.payload.isEmpty {
        sizes.append(sent.payload.count)
        acknowledged = sent.header.sequenceNumber + sent.payload.count
      }
      host.receive(.ack, seq: 1001, ack: acknowledged, window: 600)
    }
    #expect(acknowledged == next + 10_000, "\(sizes)")
    #expect(sizes.filter { $0 == 600 }.count >= 9, "\(sizes)")
  }

  @Test func `a window that is taken back over data under way is waited for`() throws {
    // RFC 9293, section 3.8.6: the peer may shrink it, and must not lose the connection for it.
    let host = TCPHost()
    let (handle, next) = try host.established(window: 5000)
    _ = host.write([UInt8](repeating: 1, count: 5000), to: handle)
    #expect(host.flush().count == 5)
    host.receive(.ack, seq: 1001, ack: next, window: 0)
    pass(300, on: host, next: next) { _ in 0 }
    #expect(host.state(handle) == .established)
    pass(400, on: host, next: next) { _ in nil }
    #expect(host.state(handle) == .closed)
  }
}
