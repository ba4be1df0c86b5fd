/// A program beside the test that asks the runner for steps, as it needs them.
public struct ScenarioStep: Equatable, Sendable {
  public var program: Program
  /// What the program is told.
  public var words: [String] = []
  /// How often it may reset the machine.
  public var rebootCount = 0

  public init(_ program: Program) {
    self.program = program
  }

  /// What speaks to the runner.
  public enum Program: Equatable, Sendable {
    /// The Swift program that is made of a folder within the service's.
    case folder(String)
    /// A command for a shell.
    case command(String)
  }

  /// The folder whose program must be built; nil if there is nothing to build.
  var folder: String? {
    if case .folder(let name) = program { name } else { nil }
  }

  var title: String {
    switch program {
    case .folder(let name): (["scenario", name] + words).joined(separator: " ")
    case .command(let line): "scenario \(line)"
    }
  }
}
