import Kernel

/// Writes into a file of the image.
@main struct WriteToFiles: Service {
  static func start(_ system: System) async {
    system.files["constant.txt"]?.bytes.withUnsafeBytes { bytes in
      UnsafeMutableRawBufferPointer(mutating: bytes)[0] = 0
    }
  }
}
