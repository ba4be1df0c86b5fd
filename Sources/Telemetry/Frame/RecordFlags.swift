/// What holds for a record whatever its kind.
///
/// No option set, as its array literals may allocate.
public struct RecordFlags: RawRepresentable, Equatable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Nothing particular.
  public static var none: RecordFlags { RecordFlags(rawValue: 0) }
  /// Sent after the guest began to panic.
  public static var panicking: RecordFlags { RecordFlags(rawValue: 1) }

  /// Whether the record was sent after the guest began to panic.
  public var isPanicking: Bool { rawValue & 1 != 0 }
}
