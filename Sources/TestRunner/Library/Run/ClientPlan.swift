/// Programs of the host that take a step, and what their end means.
struct ClientPlan {
  /// The programs, which run at the same time, each with its arguments.
  var commands: [[String]]
  /// Judges what they wrote and how they ended.
  var judge: ([ClientOutput]) -> StepOutcome
  /// Programs to run besides, because what was written decides nothing; their outputs are judged
  /// behind the others.
  var again: ([ClientOutput]) -> [[String]] = { _ in [] }

  /// A plan with one program.
  init(_ command: [String], judge: @escaping (ClientOutput) -> StepOutcome) {
    commands = [command]
    self.judge = { judge($0[0]) }
  }

  init(_ commands: [[String]], judge: @escaping ([ClientOutput]) -> StepOutcome) {
    self.commands = commands
    self.judge = judge
  }
}
