/// An address as the linker assigned it; equal to the guest's virtual address if the image was
/// not moved.
public struct LinkAddress: RawRepresentable, Hashable, Comparable, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Makes an address from its number.
  public init(_ rawValue: UInt64) {
    self.rawValue = rawValue
  }

  public static func < (left: LinkAddress, right: LinkAddress) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension LinkAddress: CustomStringConvertible {
  /// The number in hexadecimal, without leading zeros.
  public var description: String {
    "0x" + String(rawValue, radix: 16)
  }
}
