public import Hardware

/// The first channel of the programmable interval timer as an alarm clock.
///
/// Its output rises when the count has run down; each new count sets it anew, by two writes. QEMU
/// and KVM have it on all their PCs. Input 2 of the I/O APIC follows it, input 0 of the older
/// controllers.
///
/// Source: Intel 82C54 data sheet, mode 0; ACPI 6.5, section 5.2.12.5, for the input.
public struct PITAlarm<IO: Ports & ~Copyable>: ~Copyable {
  private var ports: IO

  /// Takes the channel; it is quiet until it is set.
  ///
  /// - Parameter ports: The ports of the processor.
  public init(_ ports: consuming IO) {
    self.ports = ports
    self.ports.write8(Command.once, to: Port.command)
  }

  /// Ticks in a second.
  public static var ticksPerSecond: UInt64 { 1_193_182 }
  /// The longest time that can be set, in ticks.
  public static var longest: UInt32 { 65_535 }
  /// Which input of the I/O APIC follows it.
  public static var input: UInt8 { 2 }

  /// Lets it go off.
  ///
  /// - Parameter ticks: After as many, 1 to 65,535.
  @inline(__always)
  public mutating func set(ticks: UInt32) {
    ports.write8(UInt8(truncatingIfNeeded: ticks), to: Port.channel0)
    ports.write8(UInt8(truncatingIfNeeded: ticks >> 8), to: Port.channel0)
  }

  private enum Port {
    static var channel0: UInt16 { 0x40 }
    static var command: UInt16 { 0x43 }
  }

  private enum Command {
    /// Channel 0, both bytes, mode 0, binary.
    static var once: UInt8 { 0x30 }
  }
}
