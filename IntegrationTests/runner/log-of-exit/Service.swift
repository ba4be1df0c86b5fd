import Kernel

/// Says why it is about to fail, then ends with a status that says that it did.
@main struct LogOfExit: Service {
  static func start(_ system: System) async {
    for index in 0..<500 { log(.info, "line \(index) of a service that is about to fail") }
    system.exit(3)
  }
}
