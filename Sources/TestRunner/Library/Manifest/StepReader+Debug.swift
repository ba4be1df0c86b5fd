internal import Yams

/// Steps in which gdb looks at the guest.
extension StepReader {
  func debug(_ fields: Fields) -> DebugStep? {
    let known = [
      "commands", "file", "through", "errors", "contains", "matches", "lines", "absent",
    ]
    guard let debug = fields.fields("debug", of: "“debug”", known: known) else { return nil }
    guard debug.has("commands") != debug.has("file") else {
      debug.report("“debug” needs exactly one of commands, file")
      return nil
    }
    guard
      var step = debug.read("commands", .list(of: .text)).map(DebugStep.init(commands:))
        ?? debug.read("file", .text).map({ DebugStep(commands: [$0]) })
    else { return nil }
    step.isFile = debug.has("file")
    if step.commands.isEmpty { debug.report("“debug” needs commands", at: "commands") }
    debug.read("through", .oneOf(DebugStep.Stub.self), into: &step.stub)
    if let errors = debug.read("errors", .oneOf(Errors.self)) {
      step.goesOnAfterErrors = errors == .allowed
    }
    debug.read("contains", .list(of: .text), into: &step.texts)
    debug.read("matches", .list(of: .pattern), into: &step.patterns)
    debug.read("lines", .list(of: .text), into: &step.lines)
    debug.read("absent", .list(of: .pattern), into: &step.absentPatterns)
    if step.goesOnAfterErrors, !step.expectsOutput {
      debug.report("nothing is expected of gdb; add contains, matches, lines or absent")
    }
    return step
  }

  /// What a command that fails means.
  private enum Errors: String, CaseIterable {
    case fail
    case allowed
  }
}

extension Step {
  /// Whether gdb looks at the guest in the step; those within it aside.
  var isDebug: Bool { debug != nil }

  /// The session of gdb that the step is; nil if it is another step.
  var debug: DebugStep? { if case .debug(let debug) = action { debug } else { nil } }

  /// Whether the step, or one within it, speaks to the stub that the image is linked with.
  var needsStub: Bool { all.contains { $0.debug?.stub == .kernel } }
}
