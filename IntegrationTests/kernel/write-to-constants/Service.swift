import Kernel

/// Writes to the constants of the image, which are read only.
@main struct WriteToConstants: Service {
  static func start(_ system: System) async {
    Fault.writeToConstants()
  }
}
