import Kernel

/// Asks for routers and sends datagrams as it is told, and tells what came of it.
@main struct Router: Service {
  static func start(_ system: System) async throws(BindError) {
    let control = try system.network.udp.bind(port: 7)
    let sender = try system.network.udp.bind(port: 8)
    system.network.enableFragments()
    for await order in control {
      guard order.payload.count >= 7 else { continue }
      var address: UInt32 = 0
      for byte in order.payload[1...4] { address = address << 8 | UInt32(byte) }
      let target = IPv4Address(rawValue: address)
      let number = Int(order.payload[5]) << 8 | Int(order.payload[6])
      let answer: [UInt8]
      switch order.payload[0] {
      case UInt8(ascii: "t"): answer = await trace(target, system)
      case UInt8(ascii: "p"): answer = await ping(target, byteCount: number, system)
      case UInt8(ascii: "c"): answer = await connect(target, byteCount: number, system)
      default: answer = await send(number, from: sender, to: target)
      }
      try? control.send(answer, to: order.source)
    }
  }

  /// The addresses of the routers, zeroes for one that kept silent.
  private static func trace(_ target: IPv4Address, _ system: System) async -> [UInt8] {
    let hops = try? await system.network.traceroute(
      to: target, maximumHops: 5, timeout: .milliseconds(300))
    return (hops ?? []).flatMap { bytes($0.address ?? .unspecified) }
  }

  /// What became of three pings: their answers' hops left, or 0 and who reports a failure.
  private static func ping(
    _ target: IPv4Address, byteCount: Int, _ system: System
  ) async -> [UInt8] {
    let outcomes = try? await system.network.ping(
      target, count: 3, timeout: .milliseconds(300), payloadByteCount: byteCount)
    return (outcomes ?? []).flatMap { outcome -> [UInt8] in
      switch outcome {
      case .answered(_, let timeToLive): return [timeToLive]
      case .failed(_, let reporter): return [0] + bytes(reporter)
      case .lost: return [255]
      }
    }
  }

  /// Sends bytes over a connection to port 9; 1 if all of them came back.
  private static func connect(
    _ target: IPv4Address, byteCount: Int, _ system: System
  ) async -> [UInt8] {
    let sent = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 / 3) }
    do throws(StreamError) {
      let server = try await system.network.tcp.connect(
        to: Endpoint(address: target, port: 9), timeout: .seconds(5))
      try await server.write(sent)
      server.finish()
      var received: [UInt8] = []
      for await chunk in server { received += chunk }
      return [received == sent ? 1 : 0]
    } catch {
      return [2]
    }
  }

  /// Sends a datagram to port 9; 1 and the code of the report if one comes, 2 for an answer.
  private static func send(
    _ byteCount: Int, from socket: UDPSocket, to target: IPv4Address
  ) async -> [UInt8] {
    try? socket.send(
      [UInt8](repeating: 5, count: byteCount), to: Endpoint(address: target, port: 9))
    let outcome: Result<Datagram??, TimeoutError<PacketReport>>
    do throws(TimeoutError<PacketReport>) {
      outcome = .success(
        try await withTimeout(.milliseconds(500)) { () async throws(PacketReport) in
          try await socket.receive()
        })
    } catch { outcome = .failure(error) }
    switch outcome {
    case .success: return [2]
    case .failure(.expired): return [3]
    case .failure(.failed(let report)):
      guard case .unreachable(let code) = report.reason else { return [4] }
      return [1, code.rawValue] + bytes(report.reporter)
    }
  }

  private static func bytes(_ address: IPv4Address) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: address.rawValue >> (24 - 8 * $0)) }
  }
}
