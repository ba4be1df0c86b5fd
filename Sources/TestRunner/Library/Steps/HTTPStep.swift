/// A request that curl makes, and the response that must come.
public struct HTTPStep: Equatable, Sendable {
  /// The path, with the query.
  public var path: String
  public var method = "GET"
  public var port: UInt16 = 80
  /// Header fields of the request, as `Name: value`.
  public var fields: [String] = []
  public var body = Body.none
  public var status = 200
  /// What fields of the response must match, by their names in small letters.
  public var expectedFields: [String: String] = [:]
  /// The body of the response; nil if any will do.
  public var expectedBody: String?
  /// A pattern that the body must match somewhere; nil if any will do.
  public var bodyPattern: String?
  /// Whether the body must be that of the request.
  public var isEcho = false
  /// How long the response may take, from the request to its last byte; nil for any time.
  public var within: Duration?

  public init(path: String) {
    self.path = path
  }

  /// What a request carries.
  public enum Body: Equatable, Sendable {
    case none
    case text(String)
    /// So many bytes that look random and are the same in each run.
    case bytes(Int)
  }

  var title: String {
    if case .bytes(let count) = body { return "\(method) \(count) bytes to \(path)" }
    return "\(method) \(path)"
  }

  /// The client's command line.
  ///
  /// - Parameters:
  ///   - address: The guest's address.
  ///   - bodyPath: The file with the body, if there is one.
  ///   - limit: How long the client may take.
  /// - Returns: The words, the program first.
  func arguments(address: String, bodyPath: String, limit: Duration) -> [String] {
    // The user's settings, which only the first word leaves out, and proxies decide nothing here.
    var words = ["curl", "-q", "--noproxy", "*", "-sS", "-i", "--globoff", "--path-as-is"]
    words += ["--max-time", DurationText.seconds(max(limit, .milliseconds(10)))]
    words += ["-w", "%{stderr}%{json}"]
    // With -X alone curl would wait for the body that an answer to HEAD does not have.
    words += method == "HEAD" ? ["--head"] : ["-X", method]
    for field in fields { words += ["-H", field] }
    switch body {
    case .none: break
    case .text(let text): words += ["--data-raw", text]
    case .bytes:
      words += ["--data-binary", "@\(bodyPath)", "-H", "Content-Type: application/octet-stream"]
    }
    return words + ["http://\(address):\(port)\(path)"]
  }

  /// Bytes that look random: those of xorshift, from a fixed seed.
  static func bytes(_ count: Int) -> [UInt8] {
    var state: UInt32 = 0x9e37_79b9
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 17
      state ^= state << 5
      return UInt8(truncatingIfNeeded: state)
    }
  }

  /// What is wrong with a response; nothing if it is as expected.
  ///
  /// - Parameters:
  ///   - output: The response.
  ///   - sent: The body of the request, as far as it is bytes.
  ///   - matches: Says whether a regular expression matches a text somewhere.
  /// - Returns: Fragments without a capital.
  func mismatches(
    _ output: HTTPOutput, sent: [UInt8], by matches: (String, String) -> Bool
  ) -> [String] {
    var problems: [String] = []
    if output.status != status { problems.append("status \(output.status), expected \(status)") }
    for (name, pattern) in expectedFields.sorted(by: { $0.key < $1.key }) {
      guard let value = output.fields[name] else {
        problems.append("there is no field \(name)")
        continue
      }
      if !matches(pattern, value) {
        problems.append("\(name) is “\(value)”, which does not match /\(pattern)/")
      }
    }
    let text = String(decoding: output.body, as: UTF8.self)
    if let expectedBody, text != expectedBody {
      problems.append("the body is \(Self.show(text)), expected \(Self.show(expectedBody))")
    }
    if let bodyPattern, !matches(bodyPattern, text) {
      problems.append("the body does not match /\(bodyPattern)/: \(Self.show(text))")
    }
    if isEcho, output.body != sent {
      let count = zip(output.body, sent).prefix { $0 == $1 }.count
      problems.append(
        "the body has \(output.body.count) of \(sent.count) bytes, the first \(count) as sent")
    }
    if let within, output.total > within {
      let limit = DurationText.short(within)
      problems.append("it took \(DurationText.short(output.total)), at most \(limit) are allowed")
    }
    return problems
  }

  private static func show(_ text: String) -> String {
    let visible = ConsoleText.visible(String(text.prefix(200)))
    return text.count > 200 ? "“\(visible)…”" : "“\(visible)”"
  }
}
