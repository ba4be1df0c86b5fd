internal import Net
internal import Testing
internal import Wire

/// The connections of one host, fed with segments by hand: "at t, this arrives, these leave".
final class TCPHost {
  static let address = IPv4Address(10, 0, 0, 42)
  static let peer = IPv4Address(10, 0, 0, 1)
  static let service: Port = 80
  static let client: Port = 40000

  /// A segment that left: its header and its data.
  struct Sent: Equatable, CustomStringConvertible {
    var header: TCPHeader
    var payload: [UInt8]

    /// As RFC 9293 writes it: <SEQ=1><ACK=2><CTL=SYN,ACK>, and the size of the data.
    var description: String {
      let flags = [
        (TCPFlags.syn, "SYN"), (.ack, "ACK"), (.psh, "PSH"), (.fin, "FIN"), (.rst, "RST"),
      ].filter { header.flags.contains($0.0) }.map(\.1)
      return "<SEQ=\(header.sequenceNumber.rawValue)><ACK=\(header.acknowledgmentNumber.rawValue)>"
        + "<CTL=\(flags.joined(separator: ","))>\(payload.isEmpty ? "" : " \(payload.count)")"
    }
  }

  let endpoints: TCPEndpoints
  var now: Instant
  /// What becomes of what leaves.
  var fate = SegmentFate.sent

  init(_ settings: TCPSettings = plainSettings, seed: UInt64 = 1) {
    endpoints = TCPEndpoints(address: Self.address, settings: settings, seed: seed)
    now = Instant(nanoseconds: 1_000_000_000)
  }

  /// Settings without options, so that segments can be told by their numbers.
  static var plainSettings: TCPSettings {
    var settings = TCPSettings()
    settings.usesTimestamps = false
    settings.usesSACK = false
    settings.usesWindowScale = false
    settings.congestionAlgorithm = .reno
    settings.maximumSegmentSize = 1000
    return settings
  }

  /// Lets time pass, and returns what leaves meanwhile.
  @discardableResult
  func pass(milliseconds: Double) -> [Sent] {
    now = now.advanced(byNanoseconds: UInt64(milliseconds * 1e6))
    endpoints.advance(to: now)
    return flush()
  }

  /// Takes what leaves now.
  func flush() -> [Sent] {
    var sent: [Sent] = []
    endpoints.transmit(now: now) { ip, size, body in
      guard fate != .noBuffer else { return fate }
      var bytes = [UInt8](repeating: 0xa5, count: size.byteCount)
      var span = bytes.mutableSpan
      var raw = span.mutableBytes
      body(&raw, false)
      do {
        let packet = try TCPPacket(bytes.span.bytes)
        let header = try TCPHeader(parsing: packet, in: ip, checksumPolicy: .verify)
        sent.append(Sent(header: header, payload: Array(bytes.dropFirst(packet.headerByteCount))))
      } catch {
        Issue.record("a segment that nobody can read: \(error)")
      }
      return fate
    }
    return sent
  }

  /// Lets a segment arrive, and returns what leaves.
  @discardableResult
  func receive(
    _ flags: TCPFlags, seq: SequenceNumber, ack: SequenceNumber = 0, window: UInt16 = 50_000,
    payload: [UInt8] = [], from port: Port = client, to service: Port = service,
    _ change: (inout TCPHeader) -> Void = { _ in }
  ) -> [Sent] {
    var header = TCPHeader(
      sourcePort: port, destinationPort: service, sequenceNumber: seq, acknowledgmentNumber: ack,
      flags: flags, window: window)
    change(&header)
    let ip = IPv4Header(source: Self.peer, destination: Self.address, payloadProtocol: .tcp)
    var bytes = [UInt8](repeating: 0, count: header.byteCount) + payload
    var span = bytes.mutableSpan
    var raw = span.mutableBytes
    header.emit(into: &raw, in: ip)
    endpoints.receive(bytes.span.bytes, in: ip, checksumPolicy: .verify, now: now)
    return flush()
  }

  // MARK: The user

  func write(_ bytes: [UInt8], to handle: TCPHandle) -> Int {
    switch endpoints.write(bytes.span.bytes, to: handle, now: now) {
    case .taken(let count): count
    case .broken: 0
    }
  }

  func read(_ handle: TCPHandle) -> [UInt8] {
    var read: [UInt8] = []
    while true {
      var taken = 0
      endpoints.read(handle) { span in
        for offset in 0..<span.byteCount { read.append(span.bigEndian(at: offset)) }
        taken = span.byteCount
        return taken
      }
      if taken == 0 { return read }
    }
  }

  func state(_ handle: TCPHandle) -> TCPState? { endpoints.status(of: handle)?.state }

  // MARK: States that tests begin in

  /// The peer's first number in connections that the functions below make.
  static let peerStart: SequenceNumber = 1000

  /// An established connection that the peer began.
  ///
  /// - Returns: Its handle, and our next number; the peer's is 1001.
  func established(
    window: UInt16 = 50_000, _ change: (inout TCPHeader) -> Void = { _ in }
  ) throws -> (handle: TCPHandle, next: SequenceNumber) {
    let listener = try endpoints.listen(on: Self.service)
    let answer = try #require(
      receive(.syn, seq: Self.peerStart, window: window) {
        $0.maximumSegmentSize = 1000
        change(&$0)
      }.first)
    let next = answer.header.sequenceNumber + 1
    receive(.ack, seq: Self.peerStart + 1, ack: next, window: window) {
      $0.timestamps = answer.header.timestamps.map { TCPTimestamps(value: 1, echo: $0.value) }
    }
    return (try #require(endpoints.accept(listener)), next)
  }
}
