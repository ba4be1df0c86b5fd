internal import CInstructions

/// The device by which a guest tells its host, and nobody else, that it has panicked.
///
/// Source: QEMU, docs/specs/pvpanic.txt.
enum PanicDevice {
  /// Reports a panic, if the machine has the device; the host may stop the guest right there.
  static func report() {
    // The port says which events it takes; where there is no device, it reads as all ones, of which
    // no event has the highest.
    guard cpu_in8(port) & (panicked | 0x80) == panicked else { return }
    cpu_out8(port, panicked)
    // QEMU stops a processor at the end of a stretch of its instructions, which this one is.
    cpu_pause()
  }

  private static var port: UInt16 { 0x505 }
  private static var panicked: UInt8 { 1 }
}
