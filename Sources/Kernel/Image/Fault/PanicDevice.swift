internal import CInstructions

/// The device by which a guest tells its host, and nobody else, that it has panicked.
///
/// Source: QEMU, docs/specs/pvpanic.txt.
enum PanicDevice {
  /// Reports a panic, if the machine has the device; the host may stop the guest right there.
  static func report() {
    // The port says which events it takes; where there is no device, it reads as all ones.
    let events = cpu_in8(port)
    if events != 0xff, events & panicked != 0 {
      cpu_out8(port, panicked)
      // QEMU stops the processor between two blocks of instructions: this ends one, before the
      // way out follows.
      cpu_jump_to_next()
    }
  }

  private static var port: UInt16 { 0x505 }
  private static var panicked: UInt8 { 1 }
}
