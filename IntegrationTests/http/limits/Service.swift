import HTTP
import Kernel

/// Grants its clients little.
@main struct Limits: Service {
  static func start(_ system: System) async throws(BindError) {
    var limits = ServerLimits()
    limits.message.startLine = 1000
    limits.message.fields = 4000
    limits.message.content = 10_000
    limits.head = .seconds(2)
    limits.idle = .seconds(3)
    limits.contentGrace = .seconds(1)
    limits.contentRate = 1000
    limits.connections = 100
    let router = Router()
    router.get("/") { _ in .text("served") }
    let large = Content([UInt8](repeating: 0x61, count: 300_000), type: "text/plain")
    router.get("/large") { request in .content(large, for: request) }
    router.post("/") { request throws(HTTPError) in
      .text(Array("\(try await request.content.collect().count)".utf8))
    }
    let server = HTTPServer(router, limits: limits)
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80, backlog: 256))
  }
}
