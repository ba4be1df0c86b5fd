/// A number, as exactly as it was written.
public enum JSONNumber: Equatable, Sendable {
  /// One without fraction and exponent that 64 bits hold.
  case integer(Int64)
  /// Any other: the nearest there is, or infinity if it is too large.
  case double(Double)

  /// The nearest number with a fraction.
  public var double: Double {
    switch self {
    case .integer(let number): Double(number)
    case .double(let number): number
    }
  }

  /// The number, if it is whole and 64 bits hold it; `1e3` and `1.0` are.
  public var integer: Int64? {
    switch self {
    case .integer(let number): number
    case .double(let number): Int64(exactly: number)
    }
  }
}
