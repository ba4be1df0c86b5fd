import HTTP
import Kernel

/// Makes requests of servers on the host as its own clients tell it to, and says what came of them.
@main struct Asker: Service {
  static func start(_ system: System) async throws(BindError) {
    let router = Router()
    // So many requests over one connection, of a method and a target, with the content of this one.
    router.on(.post, "/ask/:port/:count") {
      (request: Request, port: Int, count: Int) throws(HTTPError) -> Response in
      let body = try await request.content.collect()
      var order = ClientRequest(method(of: request), request.query("target") ?? [0x2f])
      order.content = body
      return .text(await ask(system, port, count, order))
    }
    router.get("/talk/:port") { (_, port: Int) in .text(await talk(system, port)) }
    let server = HTTPServer(router)
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80))
  }

  static func method(of request: Request) -> Method {
    let name = request.query("method") ?? []
    return [Method.get, .head, .post, .put, .delete].first { Array("\($0.name)".utf8) == name }
      ?? .get
  }

  static func connect(_ system: System, _ port: Int) async throws(StreamError) -> HTTPClient {
    let server = Endpoint(address: IPv4Address(10, 0, 0, 1), port: Port(UInt16(port)))
    let client = HTTPClient(
      try await system.network.tcp.connect(to: server), host: Array("host:\(port)".utf8))
    client.limits.content = 1 << 30
    client.patience = .seconds(2)
    return client
  }

  static func ask(
    _ system: System, _ port: Int, _ count: Int, _ order: ClientRequest
  ) async -> [UInt8] {
    guard let client = try? await connect(system, port) else {
      return Array("no connection\n".utf8)
    }
    var notes: [UInt8] = []
    for _ in 0..<count {
      do throws(ClientError) {
        let response = try await client.send(order)
        notes += Array("\(response.status.rawValue)".utf8)
        if let other = response.redirection { notes += Array(" to ".utf8) + other.location }
        notes += await sum(response.content)
      } catch {
        notes += name(of: error)
        break
      }
    }
    client.close()
    return notes
  }

  /// How many bytes a content has, their Adler-32, and how many fields come behind it.
  static func sum(_ content: IncomingContent) async -> [UInt8] {
    var (low, high) = (1, 0)
    do throws(HTTPError) {
      while let piece = try await content.next() {
        for byte in piece {
          low = (low + Int(byte)) % 65_521
          high = (high + low) % 65_521
        }
      }
    } catch {
      return Array(" broke off: \(error.status.rawValue)\n".utf8)
    }
    return Array(" \(content.byteCount) \(high << 16 | low) \(content.trailers.count)\n".utf8)
  }

  static func name(of error: ClientError) -> [UInt8] {
    switch error {
    case .broken: Array("broken\n".utf8)
    case .malformed: Array("malformed\n".utf8)
    case .notReady: Array("not ready\n".utf8)
    case .refused(let status): Array("refused: \(status.rawValue)\n".utf8)
    case .malformedRequest: Array("malformed request\n".utf8)
    }
  }

  /// Says something over WebSocket, and tells what came back.
  static func talk(_ system: System, _ port: Int) async -> [UInt8] {
    guard let client = try? await connect(system, port) else {
      return Array("no connection\n".utf8)
    }
    do throws(ClientError) {
      let socket = try await client.webSocket("/") {
        let random = system.random
        return UInt32(truncatingIfNeeded: random.next())
      }
      try? await socket.send("hello")
      try? await socket.send(.binary([UInt8](repeating: 7, count: 70_000)))
      let text = (try? await socket.receive())?.bytes ?? []
      let count = (try? await socket.receive())?.bytes.count ?? 0
      await socket.close()
      return text + Array(" \(count)\n".utf8)
    } catch {
      return name(of: error)
    }
  }
}
