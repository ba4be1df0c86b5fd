import HTTP
import Kernel

/// Echoes messages over WebSocket, and tells events.
@main struct Talk: Service {
  static func start(_ system: System) async throws(BindError) {
    let router = Router()
    router.get("/echo") { request in
      var settings = WebSocketSettings()
      settings.message = 200_000
      settings.protocols = ["echo"]
      return .webSocket(request, settings) { socket in
        while let message = try? await socket.receive() { try? await socket.send(message) }
      }
    }
    router.get("/ticks") { request in
      let last = request.fields["last-event-id"].flatMap { Int(pathBytes: $0.span.bytes) } ?? 0
      return .events { events throws(HTTPError) in
        for number in last + 1...last + 5 {
          try await events.send(
            Array("tick \(number)".utf8), identifier: Array("\(number)".utf8))
          try? await Task.sleep(for: .milliseconds(100))
        }
      }
    }
    let server = HTTPServer(router) { system.wallClock.now?.seconds }
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80))
  }
}
