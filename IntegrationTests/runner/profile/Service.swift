import HTTP
import Kernel

/// Answers quickly, or after work of which three quarters are in one function; knows of no profile.
@main struct Worker: Service {
  static func start(_ system: System) async throws(BindError) {
    let router = Router()
    router.get("/quick") { _ in .text(Array("\(quick(1) & 255)\n".utf8)) }
    router.get("/slow") { _ in .text(Array("\(light(heavy(1)) & 255)\n".utf8)) }
    let server = HTTPServer(router)
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80))
  }
}

// Some four instructions for each round.

/// Takes half a millisecond where an instruction takes a nanosecond.
@inline(never) func quick(_ start: UInt64) -> UInt64 {
  var value = start
  for _ in 0..<125_000 { value = value &* 6_364_136_223_846_793_005 &+ 5 }
  return value | 1
}

@inline(never) func heavy(_ start: UInt64) -> UInt64 {
  var value = start
  for _ in 0..<2_250_000 { value = value &* 6_364_136_223_846_793_005 &+ 1 }
  return value | 1
}

@inline(never) func light(_ start: UInt64) -> UInt64 {
  var value = start
  for _ in 0..<750_000 { value = value &* 6_364_136_223_846_793_005 &+ 3 }
  return value | 1
}
