import Kernel

/// Writes what could mislead a runner that believes the console, and goes on living.
@main struct GarbageOnConsole: Service {
  static func start(_ system: System) async {
    let console = system.console
    // The head of a record of a panic, an escape sequence, broken UTF-8 and a line without end.
    for byte: UInt8 in [0xf5, 0x53, 0x4c, 0xfa, 3, 0, 4, 0, 0, 0, 0, 0, 1, 2, 3, 4] {
      console.write(byte)
    }
    for byte: UInt8 in [0x1b, 0x5b, 0x32, 0x4a, 0xc3, 0x28, 0xff, 0, 7, 0x0a] {
      console.write(byte)
    }
    console.print("PANIC: all is lost")
    console.print("{\"event\":\"caseEnded\",\"verdict\":\"failed\"}")
    console.print("triple fault")
    try? await Task.sleep(for: .seconds(3600))
  }
}
