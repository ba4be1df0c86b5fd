internal import Foundation

/// The steps that scenarios take most; `take` takes all others.
extension Guest {
  /// Sends echo requests, all of which must be answered.
  public func ping(
    _ count: Int = 1, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) {
    try take("ping: \(count)", file: file, line: line)
  }

  /// Sends a datagram; another must come back.
  public func udp(
    port: UInt16, send: String, expect: String, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) {
    let words = "port: \(port), send: \(Self.quoted(send)), expect: \(Self.quoted(expect))"
    try take("udp: {\(words)}", file: file, line: line)
  }

  /// Asks for a page.
  ///
  /// - Parameters:
  ///   - path: The path with its query.
  ///   - status: The status that must come.
  ///   - body: All of what must come behind the fields; nil if that does not matter.
  ///   - file: Where this is called.
  ///   - line: The line there.
  /// - Throws: `ScenarioFailure` if something else comes.
  public func http(
    _ path: String, status: Int = 200, body: String? = nil, file: String = #filePath,
    line: Int = #line
  ) throws(ScenarioFailure) {
    let wanted = body.map { ", body: \(Self.quoted($0))" } ?? ""
    let words = "path: \(Self.quoted(path)), status: \(status)\(wanted)"
    try take("http: {\(words)}", file: file, line: line)
  }

  /// Asks a question of DNS, such as `www.test.example A`.
  ///
  /// - Parameters:
  ///   - question: Name and type.
  ///   - answers: What must come, as dig's short form shows it.
  ///   - file: Where this is called.
  ///   - line: The line there.
  /// - Throws: `ScenarioFailure` if something else comes.
  public func dns(
    _ question: String, _ answers: [String], file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) {
    let list = answers.map(Self.quoted).joined(separator: ", ")
    try take(
      "dns: {ask: \(Self.quoted(question)), short: [\(list)]}", file: file, line: line)
  }

  /// Runs a command of the shell in the guest's network; it must end with status 0.
  ///
  /// - Parameters:
  ///   - command: The command.
  ///   - output: A regular expression that its output must match; nil if that does not matter.
  ///   - file: Where this is called.
  ///   - line: The line there.
  /// - Throws: `ScenarioFailure` if it does not.
  public func run(
    _ command: String, output: String? = nil, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) {
    let wanted = output.map { ", output: \(Self.quoted($0))" } ?? ""
    try take("run: {command: \(Self.quoted(command))\(wanted)}", file: file, line: line)
  }

  /// Cuts the link, or mends it.
  public func setLink(
    up isUp: Bool, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) {
    try take("link: \(isUp ? "up" : "down")", file: file, line: line)
  }

  /// Changes what the link does to frames, written as in a manifest: `"loss: 5%, delay: 10ms"`.
  ///
  /// The manifest must say `link: {}`, so that frames go by way of the runner.
  public func setLink(
    _ conditions: String, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) {
    try take("link: {\(conditions)}", file: file, line: line)
  }

  /// Stops the guest's processors until `resume`.
  public func pause(file: String = #filePath, line: Int = #line) throws(ScenarioFailure) {
    try ask(ScenarioRequest("pause"), file, line)
  }

  /// Lets the guest's processors run on.
  public func resume(file: String = #filePath, line: Int = #line) throws(ScenarioFailure) {
    try ask(ScenarioRequest("resume"), file, line)
  }

  /// Resets the machine, and waits until the service is ready again.
  ///
  /// The manifest's step must allow it: `scenario: {folder: Scenario, reboots: 1}`.
  public func reboot(file: String = #filePath, line: Int = #line) throws(ScenarioFailure) {
    try take("reboot: yes", file: file, line: line)
  }

  /// Reads a counter of the kernel.
  ///
  /// - Returns: What it counted since the start.
  /// - Throws: `ScenarioFailure` if there is none of that name.
  public func counter(
    _ name: String, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) -> UInt64 {
    var request = ScenarioRequest("counter")
    request.name = name
    return try ask(request, file, line).value ?? 0
  }

  /// A text as YAML and JSON quote it.
  static func quoted(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    // Every text can be written.
    return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }
}
