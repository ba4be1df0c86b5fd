import HTTP
import Kernel

/// Greets whoever asks, over HTTP.
@main struct Hello: Service {
  static func start(_ system: System) async throws(BindError) {
    let router = Router()
    router.get("/") { _ in .text(greeting) }
    router.get("/hello/:name") { (_, name: String) in .text(Array("Hello, \(name)!\n".utf8)) }
    let server = HTTPServer(router) { system.wallClock.now?.seconds }
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80, backlog: 256))
  }

  /// 100 bytes, which other servers are measured with, too.
  static var greeting: StaticString {
    """
    Hello from a machine that does nothing else at all: \
    after some instructions, all of it is in Swift.

    """
  }
}
