/// What a new service begins with: a few lines that work, and a test that passes.
public enum ServiceTemplate: String, CaseIterable, Sendable {
  /// Sends datagrams back.
  case udp
  /// Greets over HTTP.
  case http
  /// Says something and ends.
  case hello

  /// A file of the new folder.
  public struct File: Equatable, Sendable {
    public let name: String
    public let text: String
  }

  /// The files of a service.
  ///
  /// - Parameters:
  ///   - name: What the service is called, for the name of its type.
  ///   - hasScenario: Whether a program drives the test, too.
  /// - Returns: The source and the manifest, and the scenario's source.
  public func files(name: String, hasScenario: Bool = false) -> [File] {
    let type = Self.typeName(name)
    let files = [
      File(name: "Service.swift", text: text(type)),
      File(name: "test.yaml", text: hasScenario ? manifestWithScenario : manifest),
    ]
    guard hasScenario else { return files }
    let source = scenario.replacing("NAME", with: type).replacing("USE", with: "import")
    return files + [File(name: "Scenario/\(type)Scenario.swift", text: source)]
  }

  /// Nothing follows the end of the service that says hello.
  private var manifestWithScenario: String {
    let ending = "  - exit: 0\n"
    let isEnding = manifest.contains(ending)
    let rest = manifest.replacing("\n\n", with: "\n").replacing(ending, with: "")
    return rest + "  - scenario: Scenario\n" + (isEnding ? ending : "")
  }

  private var scenario: String {
    let body =
      switch self {
      case .udp:
        """
            let socket = try guest.datagrams(port: 7)
            try guest.step("what is sent comes back") {
              for size in [1, 100, 1000] {
                let sent = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
                try socket.send(sent)
                let found = socket.receive(within: .seconds(5))
                try guest.expect(found == sent, "\\(size) bytes come back")
              }
            }
        """
      case .http:
        """
            try guest.step("whoever asks is greeted") {
              for name in ["Ann", "Bob"] {
                try guest.http("/hello/\\(name)", body: "Hello, \\(name)!")
              }
            }
        """
      case .hello:
        """
            try guest.console.wait(for: "hello")
        """
      }
    return """
      USE Scenario

      /// What YAML should not say: docs/scenarios.md.
      @main struct NAMEScenario: GuestScenario {
        func run(_ guest: Guest) throws {
      \(body)
        }
      }

      """
  }

  private func text(_ type: String) -> String {
    source.replacing("NAME", with: type).replacing("USE", with: "import")
  }

  /// A name for a type: `my-service` becomes `MyService`.
  static func typeName(_ name: String) -> String {
    let words = name.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
    let text = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    guard let first = text.first else { return "MyService" }
    return first.isNumber ? "Service\(text)" : text
  }

  private var source: String {
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

  private var manifest: String {
    switch self {
    case .udp:
      """
      description: datagrams come back
      steps:
        - ping: 3
        - udp: {port: 7, send: hello, expect: hello}

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
