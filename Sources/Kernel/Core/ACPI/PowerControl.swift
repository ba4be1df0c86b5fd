public import Hardware

/// Switching a machine off and resetting it, by ACPI and by what PCs had before.
///
/// Each attempt returns if the machine goes on, so that the next can be made.
///
/// Source: ACPI 6.5, sections 4.8.3.2, 4.8.3.6 and 4.8.3.7.
public struct PowerControl<Machine: Ports> {
  private var ports: Machine
  /// Writes a byte of memory; the address may come from a damaged table.
  private let store: (_ address: UInt64, _ value: UInt8) -> Void
  private let wait: (_ milliseconds: Int) -> Void

  /// Takes the machine.
  ///
  /// - Parameters:
  ///   - ports: Its ports.
  ///   - store: Writes a byte of a device's memory.
  ///   - wait: Lets time pass. A host that shares its processors may take long to do what it was
  ///     told, and the guest runs on meanwhile.
  public init(
    _ ports: Machine, store: @escaping (_ address: UInt64, _ value: UInt8) -> Void,
    wait: @escaping (_ milliseconds: Int) -> Void
  ) {
    self.ports = ports
    self.store = store
    self.wait = wait
  }

  /// Switches the machine off as its tables say; returns if they do not say how, or are wrong.
  public mutating func turnOff(_ table: FixedTable, _ state: SleepType) {
    if let register = table.sleepControl {
      write(state.control << 2 | 1 << 5, to: register)
      wait(Self.patience)
    }
    guard let control = table.control else { return }
    enable(table, control)
    for (register, type) in [(control, state.control), (table.secondControl, state.secondControl)] {
      guard case .port(let port) = register else { continue }
      let others = ports.read16(from: port) & ~(7 << 10)
      ports.write16(others | UInt16(type) << 10 | 1 << 13, to: port)
    }
    wait(Self.patience)
  }

  /// Resets the machine as its tables say; returns if they do not say how, or are wrong.
  public mutating func reset(_ table: FixedTable) {
    guard let register = table.reset else { return }
    write(table.resetValue, to: register)
    wait(Self.patience)
  }

  /// Resets the machine by the chip set's register, then by the keyboard controller, as far as it
  /// has these: where no device is, ports read as all ones.
  public mutating func reset() {
    let others = ports.read8(from: 0xcf9)
    if others != 0xff {
      // The bit that resets must go from 0 to 1; the one below it asks for the whole machine.
      ports.write8(others & ~0b110 | 0b10, to: 0xcf9)
      ports.write8(others | 0b110, to: 0xcf9)
      wait(Self.patience)
    }
    guard ports.read8(from: 0x64) != 0xff else { return }
    // The controller takes a command when it has taken the one before.
    for _ in 0..<300 where ports.read8(from: 0x64) & 0b10 != 0 { wait(1) }
    ports.write8(0xfe, to: 0x64)
    wait(Self.patience)
  }

  /// Asks the firmware to leave power management alone, if it has not done so.
  private mutating func enable(_ table: FixedTable, _ control: RegisterPlace) {
    guard case .port(let port) = control, let enabling = table.enabling,
      ports.read16(from: port) & 1 == 0
    else { return }
    ports.write8(enabling.command, to: enabling.port)
    for _ in 0..<300 where ports.read16(from: port) & 1 == 0 { wait(1) }
  }

  private mutating func write(_ value: UInt8, to register: RegisterPlace) {
    switch register {
    case .memory(let address): store(address, value)
    case .port(let port): ports.write8(value, to: port)
    }
  }

  /// How long the machine has to do what it was told, in milliseconds.
  private static var patience: Int { 1000 }
}
