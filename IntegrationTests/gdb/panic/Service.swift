import Kernel

/// Fails when its time has come: debug=panic has it wait for gdb then.
@main struct PanickingService: Service {
  static func start(_ system: System) async {
    try? await Task.sleep(for: .milliseconds(300))
    give(up: 17)
  }

  /// A function for the stack.
  @inline(never)
  private static func give(up number: UInt64) {
    panic("as planned", number)
  }
}
