/// How often a device said what it could not have meant.
///
/// All zero with a device that keeps to the specification.
public struct VirtqueueRefusals: Equatable, Sendable {
  /// No refusals at all.
  public static var none: Self { Self() }

  /// Returned buffers that do not exist or that the device did not have.
  public internal(set) var buffers: UInt32 = 0
  /// Byte counts below the least or above the size of the buffer.
  public internal(set) var byteCounts: UInt32 = 0
  /// Positions beyond everything that the device was given.
  public internal(set) var positions: UInt32 = 0

  /// The sum of two counts.
  static func + (left: Self, right: Self) -> Self {
    var sum = left
    sum.buffers &+= right.buffers
    sum.byteCounts &+= right.byteCounts
    sum.positions &+= right.positions
    return sum
  }
}
