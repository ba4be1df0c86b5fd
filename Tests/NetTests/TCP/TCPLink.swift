internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

/// Two hosts and the path between them; one sends to the other.
final class TCPLink {
  private struct Flight {
    var arrival: UInt64
    var number: Int
    var isToServer: Bool
    var ip: IPv4Header
    var bytes: [UInt8]
  }

  private let path: TCPTransferTests.Path
  private var generator: SeededGenerator
  private let client: TCPEndpoints
  private let server: TCPEndpoints
  private var now: UInt64 = 1_000_000_000
  private var flights: [Flight] = []
  private var number = 0
  /// When each direction has carried all that it was given.
  private var freeAt: [UInt64] = [0, 0]

  /// How many bytes a second the path carries.
  private static let rate = 12_500_000.0

  init(path: TCPTransferTests.Path, seed: UInt64) throws {
    self.path = path
    generator = SeededGenerator(seed: seed)
    var settings = TCPSettings()
    settings.usesSACK = path.hasSACK
    settings.usesTimestamps = path.hasTimestamps
    client = TCPEndpoints(
      address: IPv4Address(10, 0, 0, 1), settings: settings, seed: generator.next())
    server = TCPEndpoints(
      address: IPv4Address(10, 0, 0, 2), settings: settings, seed: generator.next())
  }

  private var instant: Instant { Instant(nanoseconds: now) }

  /// The byte at a place of what is sent.
  private static func byte(_ place: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: place &* 2_654_435_761 >> 13)
  }

  /// Sends bytes from one to the other, and compares what arrives.
  func transfer(_ byteCount: Int) throws -> TCPTransferTests.Result {
    var result = TCPTransferTests.Result()
    let listener = try server.listen(on: 80)
    let handle = try client.connect(
      to: Endpoint(address: server.address, port: 80), now: instant)
    let start = now
    var accepted: TCPHandle?
    var written = 0
    var read = 0
    while now - start < 600_000_000_000 {
      written += write(from: written, to: byteCount, handle)
      // Closed before the peer has answered, the connection would be given up.
      if written == byteCount, client.status(of: handle)?.state == .established {
        client.closeSending(handle)
      }
      accepted = accepted ?? server.accept(listener)
      if let accepted {
        read += self.read(accepted, from: read, &result)
        if server.status(of: accepted)?.isAtEnd == true {
          result.isComplete = read == byteCount
          break
        }
      }
      while client.nextChange() != nil {}
      while server.nextChange() != nil {}
      guard step() else { break }
    }
    result.seconds = Double(now - start) / 1e9
    result.retransmissions = client.counters.retransmissions
    return result
  }

  private func write(from start: Int, to end: Int, _ handle: TCPHandle) -> Int {
    var written = 0
    while start + written < end {
      let chunk = (0..<min(4096, end - start - written)).map { Self.byte(start + written + $0) }
      guard case .taken(let taken) = client.write(chunk.span.bytes, to: handle, now: instant)
      else { break }
      written += taken
      if taken < chunk.count { break }
    }
    return written
  }

  private func read(
    _ handle: TCPHandle, from start: Int, _ result: inout TCPTransferTests.Result
  ) -> Int {
    var count = 0
    var isSound = true
    while true {
      var taken = 0
      server.read(handle) { span in
        taken = span.byteCount
        for offset in 0..<taken
        where span.bigEndian(at: offset, as: UInt8.self) != Self.byte(start + count + offset) {
          isSound = false
        }
        return taken
      }
      if taken == 0 { break }
      count += taken
    }
    result.isSound = result.isSound && isSound
    return count
  }

  // MARK: The path

  /// Goes on to the next thing that happens.
  ///
  /// - Returns: False if nothing will.
  private func step() -> Bool {
    flush(client, isToServer: true)
    flush(server, isToServer: false)
    if client.hasSegments || server.hasSegments { return true }
    let first = flights.indices.min {
      (flights[$0].arrival, flights[$0].number) < (flights[$1].arrival, flights[$1].number)
    }
    var next = first.map { flights[$0].arrival } ?? .max
    next = min(next, client.nextDeadline?.nanoseconds ?? .max)
    next = min(next, server.nextDeadline?.nanoseconds ?? .max)
    guard next != .max else { return false }
    now = max(now, next)
    if let first, flights[first].arrival <= now { deliver(flights.remove(at: first)) }
    client.advance(to: instant)
    server.advance(to: instant)
    return true
  }

  private func deliver(_ flight: Flight) {
    (flight.isToServer ? server : client).receive(
      flight.bytes.span.bytes, in: flight.ip, checksumPolicy: .verify, now: instant)
  }

  private func chance(_ share: Double) -> Bool {
    share > 0 && Double.random(in: 0..<1, using: &generator) < share
  }

  private func flush(_ host: TCPEndpoints, isToServer: Bool) {
    host.transmit(now: instant) { ip, byteCount, body in
      var bytes = [UInt8](repeating: 0xa5, count: byteCount)
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
    let waiting = Double(begin - now) / 1e9 * Self.rate
    guard !chance(path.loss), waiting <= Double(path.bufferByteCount) else { return }
    freeAt[direction] = begin + UInt64(Double(bytes.count + 40) / Self.rate * 1e9)
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
