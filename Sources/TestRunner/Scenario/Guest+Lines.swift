/// What the guest prints.
extension Guest {
  /// What the guest prints on its console.
  public var console: Lines { Lines(guest: self, source: "console") }

  /// What the guest sends of its log, as it comes.
  public var log: Lines { Lines(guest: self, source: "log") }

  /// Lines that become more while the guest runs.
  public struct Lines {
    let guest: Guest
    let source: String

    /// A line and its place.
    public struct Found {
      /// The line without its end.
      public let text: String
      /// The number of the line behind it, to look on from there.
      public let next: Int
    }

    /// All lines from one on.
    ///
    /// - Returns: At most the thousand last ones.
    /// - Throws: `ScenarioFailure` if the runner cannot tell.
    public func all(
      from first: Int = 0, file: String = #filePath, line: Int = #line
    ) throws(ScenarioFailure) -> [String] {
      var request = ScenarioRequest("lines")
      request.of = source
      request.from = first
      return try guest.ask(request, file, line).lines ?? []
    }

    /// Waits for a line that contains a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - first: The number of the first line that counts, from 0.
    ///   - limit: How long to wait; nil for as long as a step may take.
    ///   - file: Where this is called.
    ///   - line: The line there.
    /// - Returns: The first such line.
    /// - Throws: `ScenarioFailure` if none comes.
    @discardableResult
    public func wait(
      for text: String, from first: Int = 0, within limit: Duration? = nil,
      file: String = #filePath, line: Int = #line
    ) throws(ScenarioFailure) -> Found {
      var request = ScenarioRequest("wait")
      request.contains = text
      return try wait(request, first, limit, file, line)
    }

    /// Waits for a line that matches a regular expression.
    ///
    /// - Parameters:
    ///   - pattern: The expression.
    ///   - first: The number of the first line that counts, from 0.
    ///   - limit: How long to wait; nil for as long as a step may take.
    ///   - file: Where this is called.
    ///   - line: The line there.
    /// - Returns: The first such line.
    /// - Throws: `ScenarioFailure` if none comes.
    @discardableResult
    public func wait(
      matching pattern: String, from first: Int = 0, within limit: Duration? = nil,
      file: String = #filePath, line: Int = #line
    ) throws(ScenarioFailure) -> Found {
      var request = ScenarioRequest("wait")
      request.matches = pattern
      return try wait(request, first, limit, file, line)
    }

    private func wait(
      _ request: ScenarioRequest, _ first: Int, _ limit: Duration?, _ file: String, _ line: Int
    ) throws(ScenarioFailure) -> Found {
      var complete = request
      complete.of = source
      complete.from = first
      complete.seconds = limit.map { $0 / .seconds(1) }
      let reply = try guest.ask(complete, file, line)
      return Found(text: reply.text ?? "", next: reply.next ?? first)
    }
  }
}
