/// What the guest writes to the debug-exit port when it ends.
public enum ExitCode: UInt32, Sendable {
  /// The service ended by its own decision.
  case clean = 0x10
  /// The guest panicked and said so.
  case panic = 0x11
  /// The guest panicked again while it was reporting a panic.
  case panicWhilePanicking = 0x12

  /// Port of the device `isa-debug-exit`, as the runner configures it; 4 bytes wide.
  public static var port: UInt16 { 0xf4 }

  /// Finds the code behind an exit status of QEMU.
  ///
  /// - Parameter status: Exit status of the process.
  public init?(qemuStatus status: Int32) {
    guard status > 0, status & 1 == 1 else { return nil }
    self.init(rawValue: UInt32(status) >> 1)
  }

  /// Exit status of the QEMU process when the guest writes the code: 33, 35 or 37.
  public var qemuStatus: Int32 { Int32(rawValue << 1 | 1) }
}
