/// What a record says, whatever its kind.
public enum Event: Equatable, Sendable {
  case boot(BootRecord)
  case ready(ReadyRecord)
  case panic(PanicRecord)
  case exit(ExitRecord)
  case test(TestRecord)
  case log(LogRecord)
  /// The last lines before a panic, which `LogTail` reads from the payload.
  case logTail
  /// A task that does not yield, and where it stands.
  case stall(PanicRecord)
  /// Counters by name, which `CounterList` reads from the payload.
  case counters
  /// A kind that this version does not know.
  case unknown(RecordKind)
  /// A payload that is not what its kind asks for, though its checksum was right.
  case malformed(RecordKind, RecordError)

  /// Reads a payload.
  ///
  /// - Parameters:
  ///   - kind: What the record is about.
  ///   - payload: The bytes.
  public init(kind: RecordKind, payload: RawSpan) {
    var reader = ByteReader(payload)
    do throws(RecordError) {
      self = try Self.read(kind, from: &reader)
    } catch {
      self = .malformed(kind, error)
    }
  }

  private static func read(
    _ kind: RecordKind, from reader: inout ByteReader
  ) throws(RecordError) -> Event {
    switch kind {
    case .boot: .boot(try BootRecord(from: &reader))
    case .ready: .ready(try ReadyRecord(from: &reader))
    case .panic: .panic(try PanicRecord(from: &reader))
    case .exit: .exit(try ExitRecord(from: &reader))
    case .test: .test(try TestRecord(from: &reader))
    case .log: .log(try LogRecord(from: &reader))
    case .logTail: .logTail
    case .stall: .stall(try PanicRecord(from: &reader))
    case .counters: .counters
    default: .unknown(kind)
    }
  }
}
