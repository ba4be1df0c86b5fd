/// What a new service begins with: a few lines that work, and a test that passes.
public enum ServiceTemplate: String, CaseIterable, Sendable {
  /// Sends datagrams back.
  case udp
  /// Sends back what comes over connections.
  case tcp
  /// Greets over HTTP.
  case http
  /// Answers questions about a zone.
  case dns
  /// Says something and ends.
  case hello

  /// The one that a word means; nil if it means none.
  public init?(word: String) {
    // Whoever looks for the smallest server looks for that.
    self.init(rawValue: word == "echo" ? "udp" : word)
  }

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
      case .tcp:
        """
            let stream = try guest.connect(port: 7)
            try guest.step("what is sent comes back") {
              for size in [1, 100, 10_000] {
                let sent = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
                try stream.send(sent)
                try guest.expect(try stream.receive(size) == sent, "\\(size) bytes come back")
              }
            }
        """
      case .dns:
        """
            try guest.step("names are found") {
              try guest.dns("www.my.test A", ["10.0.0.80"])
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
}
