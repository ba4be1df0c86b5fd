/// An address as instructions see it, before paging.
public struct VirtualAddress: RawRepresentable, Equatable, Comparable, Sendable {
  /// Number of the byte.
  public var rawValue: UInt64

  /// Makes an address from the number of a byte.
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
