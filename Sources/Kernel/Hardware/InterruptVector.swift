/// An entry of the processor's interrupt table.
public struct InterruptVector: RawRepresentable, Equatable, Sendable {
  /// Number of the entry; devices may use 32 to 255.
  public let rawValue: UInt8

  /// Makes a vector from its number.
  public init(rawValue: UInt8) { self.rawValue = rawValue }
}
