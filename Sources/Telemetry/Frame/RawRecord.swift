/// A record as it arrived: its checksum was right, its payload has not been read.
public struct RawRecord: ~Escapable {
  public let kind: RecordKind
  public let flags: RecordFlags
  /// Number of the record; a guest counts from 0.
  public let sequence: UInt32
  public let payload: RawSpan

  @_lifetime(copy payload)
  init(kind: RecordKind, flags: RecordFlags, sequence: UInt32, payload: RawSpan) {
    self.kind = kind
    self.flags = flags
    self.sequence = sequence
    self.payload = payload
  }

  /// What the record says.
  public var event: Event {
    Event(kind: kind, payload: payload)
  }
}
