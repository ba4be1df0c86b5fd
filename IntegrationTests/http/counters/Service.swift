import HTTP
import Kernel

/// Shows what the kernel has counted, to people and to Prometheus.
@main struct Counters: Service {
  static func start(_ system: System) async throws(BindError) {
    let requests = system.counters.add("requests")
    let router = Router()
    router.get("/counters") { _ in
      requests.add()
      return .text(system.counters.text)
    }
    router.get("/metrics") { _ in
      requests.add()
      return Response(system.counters.metrics, type: "text/plain; version=0.0.4; charset=utf-8")
    }
    let server = HTTPServer(router) { system.wallClock.now?.seconds }
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80))
  }
}
