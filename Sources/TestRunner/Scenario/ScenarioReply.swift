/// The line with which the runner answers a request.
struct ScenarioReply: Codable, Equatable {
  /// Whether it was done, and came out as it should.
  var ok: Bool
  /// Why not.
  var reason: String?
  /// A figure for people.
  var detail: String?
  /// The line that was waited for.
  var text: String?
  /// The number of the line after the last one.
  var next: Int?
  var lines: [String]?
  var value: UInt64?
}

/// The line that the runner sends before any request: what a scenario has to know.
struct ScenarioGreeting: Codable, Equatable {
  /// The version of the protocol.
  var hello: Int
  var address: String
  var hostAddress: String
  var interface: String
  var serviceFolder: String
  var runFolder: String
  var words: [String]
  var seed: UInt64
  /// How long one step may take, if nothing else is said.
  var stepSeconds: Double
}
