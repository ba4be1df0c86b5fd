internal import CInstructions
internal import Core
internal import CPU
internal import Hardware
internal import Telemetry

/// The ends of a guest that its host hears of: off, or from the beginning.
///
/// Only what calls this refers to the reading of ACPI's tables; other images do without.
enum Power {
  /// Switches the machine off by ACPI; ends the guest by the debug-exit port where that is not to
  /// be had.
  static func turnOff() -> Never {
    cpu_disable_interrupts()
    if let tables, let table = tables.fixed, let state = tables.offState {
      var control = control
      control.turnOff(table, state)
    }
    leave(.clean)
  }

  /// Resets the machine: by ACPI, the chip set, the keyboard controller, or a triple fault.
  static func reset() -> Never {
    cpu_disable_interrupts()
    var control = control
    if let table = tables?.fixed { control.reset(table) }
    control.reset()
    Fault.tripleFault()
  }

  private static var tables: SystemTables<GuestMemory>? {
    SystemTables(in: GuestMemory(), rootPointerAt: unsafe bootInformation?.rsdpAddress)
  }

  private static var control: PowerControl<IOPorts> {
    PowerControl(
      IOPorts(),
      store: { address, value in
        guard address >= 4096, address < 1 << 32 else { return }
        // Safe: the page is mapped, and the table that names the register has the right sum.
        var bank = unsafe MappedRegisters(
          unsafeBase: VirtualAddress(rawValue: address & ~3), byteCount: 4)
        bank.write8(value, at: Int(address & 3))
      },
      wait: { milliseconds in
        let end = currentNanoseconds() + UInt64(milliseconds) * 1_000_000
        while currentNanoseconds() < end { cpu_pause() }
      })
  }
}
