import HTTP
import Kernel

/// Serves a page and a large file, and takes whatever it is sent, in eight megabytes.
@main struct SlowReaders: Service {
  static func start(_ system: System) async throws(BindError) {
    let router = Router()
    router.get("/") { _ in .text("served") }
    let large = Content([UInt8](repeating: 0x61, count: 300_000), type: "text/plain")
    router.get("/large") { request in .content(large, for: request) }
    router.post("/collect") { request throws(HTTPError) in
      .text(Array("\(try await request.content.collect().count)".utf8))
    }
    router.post("/json") { request throws(HTTPError) in
      _ = try await request.json()
      return .noContent
    }
    router.get("/socket") { request in
      .webSocket(request) { socket in while (try? await socket.receive()) != nil {} }
    }
    let server = HTTPServer(router)
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80, backlog: 256))
  }
}
