/// A write to memory that makes a processor take an interrupt.
///
/// Source: Intel SDM volume 3A, section 11.11 (message signalled interrupts).
public struct InterruptMessage: Equatable, Sendable {
  /// Where the device writes.
  public let address: PhysicalAddress
  /// What it writes.
  public let data: UInt32

  /// Makes the message that sends an edge-triggered interrupt to one processor.
  ///
  /// - Parameters:
  ///   - vector: The vector that the processor takes.
  ///   - processor: Identifier of the processor's local interrupt controller.
  public init(vector: InterruptVector, processor: UInt8) {
    address = PhysicalAddress(rawValue: 0xfee0_0000 | UInt64(processor) << 12)
    data = UInt32(vector.rawValue)
  }
}
