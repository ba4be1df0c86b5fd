import Kernel

/// Asks for a number where the command line has a word.
@main struct WrongArgument: Service {
  static func start(_ system: System) async {
    system.console.print("workers", system.arguments["workers"]?.integer ?? 1)
  }
}
