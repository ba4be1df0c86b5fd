internal import Machine

/// A line from a scenario: what the runner shall do for it.
struct ScenarioRequest: Equatable {
  /// Longest line, in bytes.
  static let maximumByteCount = 1 << 20

  var action: Action
  /// Where the scenario says it; empty if it does not say so.
  var place = Place()

  /// What is to be done.
  enum Action: Equatable {
    /// Take a step, as a manifest writes it.
    case take(String)
    case begin(title: String)
    case end
    case wait(Lines, String, isPattern: Bool, from: Int, within: Duration?)
    case lines(Lines, from: Int)
    case counter(String)
    case pause
    case resume
    case note(String)
    case fail(String)
    case pass
  }

  /// Which lines of the guest are meant.
  enum Lines: String {
    case console
    case log
  }

  /// A line of a source.
  struct Place: Equatable {
    var file = ""
    var line = 0

    /// File and line, followed by a colon and a blank; nothing if the file is not known.
    var prefix: String { file.isEmpty ? "" : "\(file):\(line): " }
  }

  /// Reads a line; nil if it is no request.
  ///
  /// - Parameter bytes: The line without its end.
  init?(parsing bytes: [UInt8]) {
    guard let value = JSONValue(parsing: bytes), let word = value["do"]?.string,
      let action = Self.action(word, value)
    else { return nil }
    self.action = action
    place.file = value["file"]?.string ?? ""
    place.line = max(0, value["line"]?.integer ?? 0)
  }

  private static func action(_ word: String, _ value: JSONValue) -> Action? {
    let text = { (name: String) in value[name]?.string }
    switch word {
    case "take":
      // A step may be text, or the same as JSON, which is YAML, too.
      guard let step = value["step"] else { return nil }
      return .take(step.string ?? step.text)
    case "begin": return text("title").map { .begin(title: $0) }
    case "end": return .end
    case "wait": return wait(value)
    case "lines":
      return text("of").flatMap(Lines.init).map { .lines($0, from: value["from"]?.integer ?? 0) }
    case "counter": return text("name").map { .counter($0) }
    case "pause": return .pause
    case "resume": return .resume
    case "note": return text("text").map { .note($0) }
    case "fail": return .fail(text("reason") ?? "the scenario gives no reason")
    case "pass": return .pass
    default: return nil
    }
  }

  private static func wait(_ value: JSONValue) -> Action? {
    guard let lines = Lines(rawValue: value["of"]?.string ?? "console") else { return nil }
    var limit: Duration?
    switch value["seconds"] {
    case .number(let seconds) where (0...86_400).contains(seconds): limit = .seconds(seconds)
    case .integer(let seconds) where (0...86_400).contains(seconds): limit = .seconds(seconds)
    case nil, .null: break
    default: return nil
    }
    let (part, pattern) = (value["contains"]?.string, value["matches"]?.string)
    guard let text = part ?? pattern, (part == nil) != (pattern == nil) else { return nil }
    return .wait(
      lines, text, isPattern: part == nil, from: value["from"]?.integer ?? 0, within: limit)
  }
}

/// The answer to a request, as a line of JSON.
struct ScenarioReply {
  private var json = JSONText()
  /// Why it could not be done; nil if it was.
  let failure: String?

  /// It was done.
  static func done(_ add: (inout JSONText) -> Void = { _ in }) -> ScenarioReply {
    var reply = ScenarioReply(failure: nil)
    add(&reply.json)
    return reply
  }

  /// It was not, or did not come out as it should.
  static func failed(_ reason: String) -> ScenarioReply { ScenarioReply(failure: reason) }

  private init(failure: String?) {
    self.failure = failure
    json.add("ok", failure == nil)
    if let failure { json.add("reason", failure) }
  }

  /// The line with its end.
  var line: String { json.closed + "\n" }
}
