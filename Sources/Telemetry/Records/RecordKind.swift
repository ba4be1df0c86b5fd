/// What a record is about; the set grows, so a reader must expect kinds that it does not know.
public struct RecordKind: RawRepresentable, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The kernel has started.
  public static var boot: RecordKind { RecordKind(rawValue: 1) }
  /// The service has started and the run loop is idle for the first time.
  public static var ready: RecordKind { RecordKind(rawValue: 2) }
  /// The guest cannot go on.
  public static var panic: RecordKind { RecordKind(rawValue: 3) }
  /// The service has ended.
  public static var exit: RecordKind { RecordKind(rawValue: 4) }
  /// A check inside the guest was made.
  public static var test: RecordKind { RecordKind(rawValue: 5) }
  /// A line of the guest's log.
  public static var log: RecordKind { RecordKind(rawValue: 6) }
  /// The last lines of the log before a panic: entries one after the other.
  public static var logTail: RecordKind { RecordKind(rawValue: 8) }
  /// A task has kept the processor for too long; the payload is that of a panic.
  public static var stall: RecordKind { RecordKind(rawValue: 9) }
  /// The guest's counters at this moment.
  public static var counters: RecordKind { RecordKind(rawValue: 7) }
}
