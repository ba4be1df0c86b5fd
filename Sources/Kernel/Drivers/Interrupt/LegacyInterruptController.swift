public import Hardware

/// The pair of interrupt controllers of the first PCs, which nothing here uses.
///
/// A BIOS leaves them open: an interval timer that ran out before the kernel asks for interrupts
/// would otherwise be the first interrupt, with the number of an exception.
///
/// Source: Intel 8259A datasheet, "Operation Command Words", OCW1.
public enum LegacyInterruptController {
  /// Masks every input of both, which also takes back what they ask for already.
  public static func silence<IO: Ports & ~Copyable>(_ ports: inout IO) {
    ports.write8(0xff, to: Port.secondaryMask)
    ports.write8(0xff, to: Port.primaryMask)
  }

  private enum Port {
    static var primaryMask: UInt16 { 0x21 }
    static var secondaryMask: UInt16 { 0xa1 }
  }
}
