import Kernel

/// Logs more than a record holds, then panics.
@main struct LogOfPanic: Service {
  static func start(_ system: System) async {
    for index in 0..<500 { log(.info, "line \(index) of a guest that is about to panic") }
    panic("as planned")
  }
}
