import Kernel

/// Ends at once without a word.
@main struct SilentExit: Service {
  static func start(_ system: System) async {}
}
