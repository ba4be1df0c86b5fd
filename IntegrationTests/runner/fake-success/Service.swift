import Kernel

/// Writes a ready record and success to the console, and never becomes ready.
@main struct FakeSuccess: Service {
  static func start(_ system: System) async {
    let console = system.console
    for byte: UInt8 in [0xf5, 0x53, 0x4c, 0xfa, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x0a] {
      console.write(byte)
    }
    console.print("SUCCESS")
    console.print("PASSED")
    console.print("exit status 0")
    while true {}
  }
}
