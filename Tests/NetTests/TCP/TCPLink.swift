internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

/// Two hosts and the path between them.
final class TCPLink {
  private struct Flight {
    var arrival: UInt64
    var number: Int
    var isToServer: Bool
    var ip: IPv4Header
    var bytes: [UInt8]
  }

  /// What one end sends and has read.
  private struct End {
    let host: TCPEndpoints
    var handle: TCPHandle?
    /// How many bytes it sends in all.
    var byteCount = 0
    var written = 0
    var read = 0
    var isSound = true
    var hasClosed = false
    /// Tells its bytes from those of the other end.
    let salt: Int
  }

  private let path: TCPPath
  private var generator: SeededGenerator
  private var client: End
  private var server: End
  private var now: UInt64 = 1_000_000_000
  private var flights: [Flight] = []
  private var number = 0
  /// When each direction has carried all that it was given.
  private var freeAt: [UInt64] = [0, 0]

  init(path: TCPPath, seed: UInt64) {
    self.path = path
    generator = SeededGenerator(seed: seed)
    var settings = TCPSettings()
    settings.usesSACK = path.hasSACK
    settings.usesTimestamps = path.hasTimestamps
    settings.congestionAlgorithm = path.algorithm
    settings.receiveLimit = path.receiveByteCount
    client = End(
      host: TCPEndpoints(
        address: IPv4Address(10, 0, 0, 1), settings: settings, seed: generator.next()), salt: 1)
    server = End(
      host: TCPEndpoints(
        address: IPv4Address(10, 0, 0, 2), settings: settings, seed: generator.next()), salt: 2)
  }

  private var instant: Instant { Instant(nanoseconds: now) }

  /// The byte at a place of what an end sends.
  private static func byte(_ place: Int, _ salt: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: (place &+ salt &* 77) &* 2_654_435_761 >> 13)
  }

  /// Sends bytes from the client to the server, and others back, and compares what arrives.
  func transfer(_ byteCount: Int, back: Int = 0) throws -> TCPTransferResult {
    client.byteCount = byteCount
    server.byteCount = back
    let listener = try server.host.listen(on: 80)
    client.handle = try client.host.connect(
      to: Endpoint(address: server.host.address, port: 80), now: instant)
    let start = now
    while now - start < 600_000_000_000 {
      if server.handle == nil { server.handle = server.host.accept(listener) }
      use(&client)
      use(&server)
      if isAtEnd(client), isAtEnd(server) { break }
      guard step() else { break }
    }
    var result = TCPTransferResult()
    result.isComplete = client.read == back && server.read == byteCount
    result.isSound = client.isSound && server.isSound
    result.seconds = Double(now - start) / 1e9
    result.retransmissions =
      client.host.counters.retransmissions + server.host.counters.retransmissions
    return result
  }

  private func isAtEnd(_ end: End) -> Bool {
    guard end.hasClosed, let handle = end.handle else { return false }
    return end.host.status(of: handle)?.isAtEnd ?? true
  }

  /// Does what the user of one end does: writes, reads, and closes once all is written.
  private func use(_ end: inout End) {
    while end.host.nextChange() != nil {}
    guard let handle = end.handle else { return }
    write(&end, handle)
    read(&end, handle, other: end.salt == 1 ? 2 : 1)
    // Closed before the peer has answered, the connection would be given up.
    if end.written == end.byteCount, !end.hasClosed,
      end.host.status(of: handle)?.state.isSynchronized == true
    {
      end.host.closeSending(handle)
      end.hasClosed = true
    }
  }

  private func write(_ end: inout End, _ handle: TCPHandle) {
    while end.written < end.byteCount {
      let start = end.written
      let salt = end.salt
      let chunk = (0..<min(4096, end.byteCount - start)).map { Self.byte(start + $0, salt) }
      guard case .taken(let taken) = end.host.write(chunk.span.bytes, to: handle, now: instant)
      else { return }
      end.written += taken
      if taken < chunk.count { return }
    }
  }

  private func read(_ end: inout End, _ handle: TCPHandle, other salt: Int) {
    while true {
      var taken = 0
      let start = end.read
      var isSound = true
      end.host.read(handle) { span in
        taken = span.byteCount
        for offset in 0..<taken
        where span.bigEndian(at: offset, as: UInt8.self) != Self.byte(start + offset, salt) {
          isSound = false
        }
        return taken
      }
      end.isSound = end.isSound && isSound
      end.read += taken
      if taken == 0 { return }
    }
  }

  // MARK: The path

  /// Goes on to the next thing that happens.
  ///
  /// - Returns: False if nothing will.
  private func step() -> Bool {
    flush(client.host, isToServer: true)
    flush(server.host, isToServer: false)
    if client.host.hasSegments || server.host.hasSegments { return true }
    let first = flights.indices.min {
      (flights[$0].arrival, flights[$0].number) < (flights[$1].arrival, flights[$1].number)
    }
    var next = first.map { flights[$0].arrival } ?? .max
    next = min(next, client.host.nextDeadline?.nanoseconds ?? .max)
    next = min(next, server.host.nextDeadline?.nanoseconds ?? .max)
    guard next != .max else { return false }
    now = max(now, next)
    if let first, flights[first].arrival <= now { deliver(flights.remove(at: first)) }
    client.host.advance(to: instant)
    server.host.advance(to: instant)
    return true
  }

  private func deliver(_ flight: Flight) {
    var bytes = flight.bytes
    let isCorrupted = chance(path.corruption)
    if isCorrupted {
      bytes[Int.random(in: bytes.indices, using: &generator)] ^=
        1 << UInt8.random(in: 0..<8, using: &generator)
    }
    let host = (flight.isToServer ? server : client).host
    let unsoundBefore = host.counters.unsoundIn
    host.receive(bytes.span.bytes, in: flight.ip, checksumPolicy: .verify, now: instant)
    let isRefused = host.counters.unsoundIn != unsoundBefore
    if isCorrupted, !isRefused { Issue.record("a segment with a wrong bit was taken") }
    if !isCorrupted, isRefused { Issue.record("a segment that nobody can read") }
  }

  private func chance(_ share: Double) -> Bool {
    share > 0 && Double.random(in: 0..<1, using: &generator) < share
  }

  private func flush(_ host: TCPEndpoints, isToServer: Bool) {
    host.transmit(now: instant) { ip, size, body in
      var bytes = [UInt8](repeating: 0xa5, count: size.byteCount)
      var span = bytes.mutableSpan
      var raw = span.mutableBytes
      body(&raw, false)
      carry(ip, bytes, isToServer: isToServer)
      return .sent
    }
  }

  private func carry(_ ip: IPv4Header, _ bytes: [UInt8], isToServer: Bool) {
    let direction = isToServer ? 0 : 1
    let begin = max(now, freeAt[direction])
    let waiting = Double(begin - now) / 1e9 * path.byteRate
    guard !chance(path.loss), waiting <= Double(path.bufferByteCount) else { return }
    freeAt[direction] = begin + UInt64(Double(bytes.count + 40) / path.byteRate * 1e9)
    for _ in 0..<(chance(path.duplication) ? 2 : 1) {
      var arrival = freeAt[direction] + UInt64(path.delayMilliseconds * 1e6)
      if chance(path.reordering) {
        arrival += UInt64.random(in: 0..<3_000_000, using: &generator)
      }
      flights.append(
        Flight(arrival: arrival, number: number, isToServer: isToServer, ip: ip, bytes: bytes))
      number += 1
    }
  }
}
