internal import Foundation

/// The guest under test, as a scenario sees it through the runner.
///
/// Every function that can fail throws a `ScenarioFailure` with the place of its call.
public final class Guest {
  /// The guest's address in dotted decimal.
  public let address: String
  /// The address of the host's end of the link.
  public let hostAddress: String
  /// The name of that end.
  public let interface: String
  /// The folder of the service, in which the scenario runs, too.
  public let serviceFolder: String
  /// The folder for everything that the run leaves behind.
  public let runFolder: String
  /// What the manifest's step says to the scenario.
  public let words: [String]
  /// The number that all chance of the run comes from; `--seed` repeats it.
  public let seed: UInt64
  /// How long one step may take.
  public let stepLimit: Duration
  private let connection: RunnerConnection

  /// Hears what the runner says first.
  ///
  /// - Throws: `ScenarioFailure` if there is no runner.
  init(_ connection: RunnerConnection) throws(ScenarioFailure) {
    self.connection = connection
    let greeting = try connection.read(ScenarioGreeting.self)
    guard greeting.hello == 1 else {
      throw ScenarioFailure("the runner speaks version \(greeting.hello) of the protocol")
    }
    address = greeting.address
    hostAddress = greeting.hostAddress
    interface = greeting.interface
    serviceFolder = greeting.serviceFolder
    runFolder = greeting.runFolder
    words = greeting.words
    seed = greeting.seed
    stepLimit = .seconds(greeting.stepSeconds)
  }

  /// Takes any step, written as in a manifest: `"udp: {port: 7, send: x, expect: x}"`.
  ///
  /// - Returns: The figure that the report shows for the step, or nothing.
  /// - Throws: `ScenarioFailure` if what the step expects is not so.
  @discardableResult
  public func take(
    _ step: String, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) -> String {
    var request = ScenarioRequest("take")
    request.step = step
    return try ask(request, file, line).detail ?? ""
  }

  /// Does something that the report shows as a step of its own.
  ///
  /// - Parameters:
  ///   - title: What the report calls it.
  ///   - file: Where the report says it stands.
  ///   - line: The line there.
  ///   - body: What is done.
  /// - Returns: What that returns.
  /// - Throws: What that throws.
  public func step<Result>(
    _ title: String, file: String = #filePath, line: Int = #line, _ body: () throws -> Result
  ) throws -> Result {
    var request = ScenarioRequest("begin")
    request.title = title
    try ask(request, file, line)
    let result = try body()
    try ask(ScenarioRequest("end"), file, line)
    return result
  }

  /// Claims something.
  ///
  /// - Throws: `ScenarioFailure` with the claim if it is not so.
  public func expect(
    _ condition: Bool, _ claim: @autoclosure () -> String, file: String = #filePath,
    line: Int = #line
  ) throws(ScenarioFailure) {
    if !condition { throw ScenarioFailure("not so: \(claim())", file: file, line: line) }
  }

  /// Ends the scenario as failed.
  public func fail(
    _ reason: String, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) -> Never {
    throw ScenarioFailure(reason, file: file, line: line)
  }

  /// Tells people something that decides nothing.
  public func note(
    _ text: String, file: String = #filePath, line: Int = #line
  ) throws(ScenarioFailure) {
    var request = ScenarioRequest("note")
    request.text = text
    try ask(request, file, line)
  }

  /// Sends a request of no particular place.
  func send(_ request: ScenarioRequest) throws(ScenarioFailure) {
    _ = try connection.ask(request)
  }

  /// Sends a request; what is wrong is thrown with the place of the call.
  @discardableResult
  func ask(
    _ request: ScenarioRequest, _ file: String, _ line: Int
  ) throws(ScenarioFailure) -> ScenarioReply {
    var placed = request
    placed.file = file
    placed.line = line
    let reply = try connection.ask(placed)
    guard reply.ok else {
      throw ScenarioFailure(reply.reason ?? "the runner gives no reason", file: file, line: line)
    }
    return reply
  }
}
