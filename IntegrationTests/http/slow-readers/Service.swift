import HTTP
import Kernel

/// Serves a page and a large file in eight megabytes.
@main struct SlowReaders: Service {
  static func start(_ system: System) async throws(BindError) {
    let router = Router()
    router.get("/") { _ in .text("served") }
    let large = Content([UInt8](repeating: 0x61, count: 300_000), type: "text/plain")
    router.get("/large") { request in .content(large, for: request) }
    let server = HTTPServer(router)
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80, backlog: 256))
  }
}
