/// The verdict that a test must get to count as a success.
///
/// Tests of the runner itself expect verdicts other than `passed`.
public struct ExpectedVerdict: Equatable, Sendable {
  public static let passed = ExpectedVerdict(kind: .passed)

  public var kind: VerdictKind
  /// Text that the verdict's reason must contain; nil if any will do.
  public var message: String?
  /// Text that the name of some function in the backtrace must contain; nil if any will do.
  public var function: String?
  /// File and line that some frame of the backtrace must have: `Service.swift:12`; nil if any will
  /// do.
  public var place: String?
  /// An event that QEMU's monitor must have reported by then; nil if none is asked for.
  public var event: String?
  /// Text that the guest's log must contain; nil if any will do.
  public var log: String?

  public init(
    kind: VerdictKind, message: String? = nil, function: String? = nil, place: String? = nil,
    log: String? = nil
  ) {
    self.kind = kind
    self.message = message
    self.function = function
    self.place = place
    self.log = log
  }
}
