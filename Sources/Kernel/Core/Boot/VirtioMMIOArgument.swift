/// A virtio device that the command line announces: `virtio_mmio.device=512@0xfeb00e00:12`.
///
/// Source: Linux, Documentation/admin-guide/kernel-parameters.txt, `virtio_mmio.device`.
public struct VirtioMMIOArgument: Equatable, Sendable {
  /// Key of the argument.
  public static var key: StaticString { "virtio_mmio.device" }

  /// Size of the register bank, in bytes.
  public let byteCount: Int
  /// Address of the register bank.
  public let base: UInt64
  /// Input of the I/O interrupt controller that the device's line leads to.
  public let interrupt: UInt8

  /// Reads the value of an argument.
  ///
  /// - Returns: Nil if it makes no sense.
  public init?(_ value: ArraySlice<UInt8>) {
    var reader = ArgumentReader(value)
    guard var byteCount = reader.number(Int.self), byteCount < 1 << 20 else { return nil }
    if reader.take("K") || reader.take("k") { byteCount <<= 10 }
    guard reader.take("@"), let base = reader.number(UInt64.self), base % 8 == 0,
      reader.take(":"), let interrupt = reader.number(UInt8.self)
    else { return nil }
    self.byteCount = byteCount
    self.base = base
    self.interrupt = interrupt
  }
}
