import Kernel

/// Writes to the code of the image, which is read only.
@main struct WriteToCode: Service {
  static func start(_ system: System) async {
    Fault.writeToCode()
  }
}
