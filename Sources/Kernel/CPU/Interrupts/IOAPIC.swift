internal import Hardware

/// The interrupt controller that devices' lines lead to.
///
/// Source: Intel 82093AA datasheet, section 3.
public struct IOAPIC {
  private var registers: MappedRegisters

  /// How many inputs it has.
  public static var inputCount: UInt8 { 24 }

  /// Takes the controller at its usual place; its inputs are masked after reset.
  public init() {
    // Safe: the place is fixed on every PC; the first 4 GiB are mapped onto themselves.
    registers = unsafe MappedRegisters(
      unsafeBase: VirtualAddress(rawValue: 0xfec0_0000), byteCount: 0x20)
  }

  /// Leads an input to a vector.
  ///
  /// - Parameters:
  ///   - input: Number of the input, from 0.
  ///   - vector: Where it interrupts.
  ///   - processor: Number of the local APIC it goes to.
  ///   - isLevel: Whether the line stays active until the device is served.
  public mutating func route(_ input: UInt8, to vector: UInt8, processor: UInt8, isLevel: Bool) {
    let number = 0x10 + UInt32(input) * 2
    write(UInt32(processor) << 24, to: number + 1)
    write(UInt32(vector) | (isLevel ? 1 << 15 : 0), to: number)
  }

  /// Leads every input that pins of PCI functions are led to on QEMU's boards to a vector.
  ///
  /// Which of them it is for a function, only tables of ACPI say for sure: qboot's notes in the
  /// interrupt line registers are wrong by a slot (seen with QEMU 7.2.22: a network card in slot 2
  /// of pc says 11 and uses 10), and q35 has inputs of its own. They are shared anyway.
  ///
  /// - Parameters:
  ///   - line: What firmware says.
  ///   - vector: Where they interrupt.
  ///   - processor: Number of the local APIC they go to.
  public mutating func routePins(_ line: UInt8, to vector: UInt8, processor: UInt8) {
    for input in 10..<24 as Range<UInt8> where input == line || input < 12 || input >= 16 {
      route(input, to: vector, processor: processor, isLevel: true)
    }
    if line < 10 { route(line, to: vector, processor: processor, isLevel: true) }
  }

  /// Leads an input to a vector or to the non-maskable interrupt, from within a handler, too.
  ///
  /// - Parameters:
  ///   - input: Number of the input, from 0.
  ///   - vector: Where its edges interrupt; nil for the non-maskable interrupt.
  ///   - processor: Number of the local APIC it goes to.
  public mutating func routeEdges(of input: UInt8, to vector: UInt8?, processor: UInt8) {
    let number = 0x10 + UInt32(input) * 2
    preservingSelection { apic in
      apic.write(UInt32(processor) << 24, to: number + 1)
      apic.write(vector.map(UInt32.init) ?? Self.nonMaskable, to: number)
    }
  }

  /// Lets an input interrupt nobody, from within a handler, too.
  public mutating func mask(_ input: UInt8) {
    preservingSelection { $0.write(1 << 16, to: 0x10 + UInt32(input) * 2) }
  }

  /// Leaves the register selected that was: what is interrupted may be about to use it.
  private mutating func preservingSelection(_ body: (inout IOAPIC) -> Void) {
    let selected = registers.read32(at: Offset.select)
    body(&self)
    registers.write32(selected, at: Offset.select)
  }

  /// The delivery mode.
  private static var nonMaskable: UInt32 { 0b100 << 8 }

  private mutating func write(_ value: UInt32, to number: UInt32) {
    registers.write32(number, at: Offset.select)
    registers.write32(value, at: Offset.window)
  }

  private enum Offset {
    static var select: Int { 0 }
    static var window: Int { 0x10 }
  }
}
