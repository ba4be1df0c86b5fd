import HTTP
import Kernel

/// Serves the files of its folder.
@main struct Files: Service {
  static func start(_ system: System) async throws(BindError) {
    let router = Router()
    // The start of 2026.
    router.files("/*path", system.files, lastModified: 1_767_225_600)
    let server = HTTPServer(router) { system.wallClock.now?.seconds }
    await server.serve(connectionsOf: try system.network.tcp.listen(port: 80))
  }
}
