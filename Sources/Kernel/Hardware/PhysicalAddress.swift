/// An address as memory controllers and devices see it.
public struct PhysicalAddress: RawRepresentable, Equatable, Comparable, Sendable {
  /// Number of the byte.
  public var rawValue: UInt64

  /// Makes an address from the number of a byte.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The address a number of bytes further on.
  ///
  /// - Precondition: The sum fits into 64 bits.
  public static func + (address: Self, byteCount: UInt64) -> Self {
    Self(rawValue: address.rawValue + byteCount)
  }
}
