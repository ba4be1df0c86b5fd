import Kernel

/// Has nothing to do while a debugger that never ends looks at it.
@main struct WrongDebug: Service {
  static func start(_ system: System) async {
    try? await Task.sleep(for: .seconds(3600))
  }
}
