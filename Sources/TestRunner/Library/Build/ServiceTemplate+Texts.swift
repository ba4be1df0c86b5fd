/// The sources and manifests of new services.
extension ServiceTemplate {
  /// The source, with words for what the compiler would take for its own.
  var source: String {
    switch self {
    case .udp:
      """
      USE Kernel

      /// Sends every datagram at port 7 back to its sender.
      @main struct NAME: Service {
        static func start(_ system: System) async throws(BindError) {
          let socket = try system.network.udp.bind(port: 7)
          for await datagram in socket {
            try? socket.send(datagram.payload, to: datagram.source)
          }
        }
      }

      """
    case .tcp:
      """
      USE Kernel

      /// Sends back what comes over connections to port 7.
      @main struct NAME: Service {
        static func start(_ system: System) async throws(BindError) {
          let listener = try system.network.tcp.listen(port: 7, backlog: 64)
          for await connection in listener {
            Task { try? await echo(connection) }
          }
        }

        static func echo(_ connection: TCPConnection) async throws(StreamError) {
          var bytes: [UInt8] = []
          while try await connection.read(into: &bytes, atMost: 16_384) > 0 {
            try await connection.write(bytes)
            bytes.removeAll(keepingCapacity: true)
          }
        }
      }

      """
    case .dns:
      """
      USE DNS
      USE Kernel

      /// Answers questions about my.test, over UDP.
      @main struct NAME: Service {
        static func start(_ system: System) async throws(BindError) {
          let server: AuthoritativeServer
          do throws(ZoneError) {
            server = try AuthoritativeServer(zones: [zone])
          } catch {
            system.console.print(error.reason.message, error.record ?? -1)
            panic("the zone is wrong")
          }
          let socket = try system.network.udp.bind(port: 53)
          for await query in socket {
            try? socket.reply(to: query, capacity: 1232) { response in
              server.answer(query.bytes, into: &response, limit: .udp)
            }
          }
        }

        static var zone: Zone {
          Zone(
            "my.test", soa: StartOfAuthority(primary: "ns"),
            records: [.ns("", "ns"), .a("ns", 10, 0, 0, 42), .a("www", 10, 0, 0, 80)])
        }
      }

      """
    case .http:
      """
      USE HTTP
      USE Kernel

      /// Greets whoever asks, over HTTP.
      @main struct NAME: Service {
        static func start(_ system: System) async throws(BindError) {
          let router = Router()
          router.get("/hello/:name") { (_, name: String) in .text(Array("Hello, \\(name)!".utf8)) }
          let server = HTTPServer(router) { system.wallClock.now?.seconds }
          await server.serve(connectionsOf: try system.network.tcp.listen(port: 80, backlog: 64))
        }
      }

      """
    case .hello:
      """
      USE Kernel

      /// Says hello and ends.
      @main struct NAME: Service {
        static func start(_ system: System) async {
          system.console.print("hello, world")
        }
      }

      """
    }
  }

  /// The manifest.
  var manifest: String {
    switch self {
    case .udp:
      """
      description: datagrams come back
      steps:
        - ping: 3
        - udp: {port: 7, send: hello, expect: hello}

      """
    case .tcp:
      """
      description: what is sent over a connection comes back
      steps:
        - ping: 3
        - tcp: {port: 7, send: hello, expect: hello}
        - tcp: {port: 8, refused: yes}

      """
    case .dns:
      """
      description: names are found, and what is no name is not
      steps:
        - dns: {ask: www.my.test A, short: [10.0.0.80]}
        - dns: {ask: other.my.test A, rcode: NXDOMAIN}

      """
    case .http:
      """
      description: whoever asks is greeted
      steps:
        - http: {path: /hello/you, body: 'Hello, you!'}
        - http: {path: /other, status: 404}

      """
    case .hello:
      """
      description: it says hello and ends well
      steps:
        - console: hello, world
        - exit: 0

      """
    }
  }
}
