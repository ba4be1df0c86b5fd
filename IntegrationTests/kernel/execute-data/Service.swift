import Kernel

/// Jumps into its stack.
@main struct ExecuteData: Service {
  static func start(_ system: System) async {
    Fault.executeData()
  }
}
