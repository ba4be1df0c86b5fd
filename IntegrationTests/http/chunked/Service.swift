import HTTP
import Kernel

/// Takes and makes contents piece by piece.
@main struct Chunks: Service {
  static func start(_ system: System) async throws(BindError) {
    let router = Router()
    router.post("/count") { request throws(HTTPError) in
      var (count, sum) = (0, 0)
      while let piece = try await request.content.next() {
        count += piece.count
        for byte in piece { sum = (sum &* 31 &+ Int(byte)) % 65521 }
      }
      let trailer = request.content.trailers["x-sum"] ?? []
      return .text(Array("\(count) \(sum) ".utf8) + trailer)
    }
    router.get("/numbers/:count") { (_, count: Int) in
      .stream(type: "text/plain") { stream throws(HTTPError) in
        for number in 0..<count { try await stream.write(Array("\(number)\n".utf8)) }
      }
    }
    router.post("/echo") { request in
      .stream(type: "application/octet-stream") { stream throws(HTTPError) in
        while let piece = try await request.content.next() { try await stream.write(piece) }
      }
    }
    var limits = ServerLimits()
    limits.message.content = 64 << 20
    let server = HTTPServer(router, limits: limits)
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80))
  }
}
