internal import ArgumentParser
internal import TestRunner

/// The tools that a command line asks for.
struct ToolSelection: ExpressibleByArgument {
  let tools: Set<GuestTool>

  /// What help shows as the default.
  var defaultValueDescription: String { tools.isEmpty ? "none" : "all" }

  /// Wraps a set of tools.
  init(_ tools: Set<GuestTool>) { self.tools = tools }

  init?(argument: String) {
    guard let tools = GuestTool.selection(argument) else { return nil }
    self.tools = tools
  }
}
