/// The checksum of a record: the cyclic redundancy check of Castagnoli's polynomial.
///
/// Source: RFC 3720, section 12.1 and appendix B.4.
///
/// Works by half bytes: 64 bytes of table instead of 1024, for the sake of the image's size.
public struct CRC32C: Equatable, Sendable {
  private var remainder: UInt32 = 0xffff_ffff

  /// Starts a checksum of no bytes.
  public init() {}

  /// The checksum of what has been added.
  public var value: UInt32 { ~remainder }

  /// Adds one byte.
  public mutating func add(_ byte: UInt8) {
    remainder ^= UInt32(byte)
    remainder = remainder >> 4 ^ Self.table[Int(remainder & 15)]
    remainder = remainder >> 4 ^ Self.table[Int(remainder & 15)]
  }

  /// Adds bytes in their order.
  public mutating func add(_ bytes: borrowing RawSpan) {
    for index in 0..<bytes.byteCount {
      add(bytes.byte(at: index))
    }
  }

  /// Remainders of the sixteen half bytes; the polynomial, mirrored, is 0x82f63b78.
  private static let table: InlineArray<16, UInt32> = [
    0x0000_0000, 0x105e_c76f, 0x20bd_8ede, 0x30e3_49b1, 0x417b_1dbc, 0x5125_dad3, 0x61c6_9362,
    0x7198_540d, 0x82f6_3b78, 0x92a8_fc17, 0xa24b_b5a6, 0xb215_72c9, 0xc38d_26c4, 0xd3d3_e1ab,
    0xe330_a81a, 0xf36e_6f75,
  ]
}
