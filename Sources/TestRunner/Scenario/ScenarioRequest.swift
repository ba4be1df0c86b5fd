/// A line that a scenario sends: what the runner shall do.
struct ScenarioRequest: Codable, Equatable {
  /// What is to be done: take, begin, end, wait, lines, counter, pause, resume, note, fail or pass.
  var action: String
  /// A step as a manifest writes it.
  var step: String?
  /// What a part of the scenario is called.
  var title: String?
  /// Which lines are meant: console or log.
  var of: String?
  var contains: String?
  var matches: String?
  /// The first line that counts, from 0.
  var from: Int?
  /// How long to wait.
  var seconds: Double?
  var name: String?
  var text: String?
  var reason: String?
  var file: String?
  var line: Int?

  init(_ action: String) {
    self.action = action
  }

  private enum CodingKeys: String, CodingKey {
    case action = "do"
    case step, title, of, contains, matches, from, seconds, name, text, reason, file, line
  }
}
