import HTTP
import Kernel

/// Gives large answers, sends large messages and reads numbers, in eight megabytes.
@main struct LargeAnswers: Service {
  static func start(_ system: System) async throws(BindError) {
    let bytes = [UInt8](repeating: 0x61, count: 300_000)
    let file = Content(bytes, type: "text/plain")
    let router = Router()
    router.get("/") { _ in .text("served") }
    router.get("/file") { request in .content(file, for: request) }
    router.get("/bundle") { _ in Response(bytes, type: "text/plain") }
    router.get("/stream") { _ in
      .stream(type: "text/plain") { stream throws(HTTPError) in try await stream.write(bytes) }
    }
    router.get("/news") { request in
      .webSocket(request) { socket in
        // As who tells many clients does, whichever of them read.
        for _ in 0..<40 { Task { try? await socket.send(.binary(bytes)) } }
        _ = try? await socket.receive()
      }
    }
    router.post("/numbers") { request throws(HTTPError) in
      _ = try await request.json()
      return .noContent
    }
    let server = HTTPServer(router)
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80, backlog: 256))
  }
}
