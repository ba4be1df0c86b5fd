/// What stopped the guest.
public struct Trap: Equatable, Sendable {
  /// Number of the exception.
  public let vector: UInt8
  /// What the processor says of a debug exception: DR6.
  public let status: UInt64

  public init(vector: UInt8, status: UInt64 = 0) {
    self.vector = vector
    self.status = status
  }
}
