/// Entries of the log one after the other, the oldest first: the payload of a `logTail` record.
public struct LogTail: ~Escapable {
  private let bytes: RawSpan

  /// Takes the payload.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// Visits the entries, up to the first that is none.
  public func forEach(_ body: (borrowing LogEntry) -> Void) {
    var rest = bytes
    while let entry = try? LogEntry(rest) {
      body(entry)
      rest = rest.extracting(entry.byteCount..<rest.byteCount)
    }
  }
}
