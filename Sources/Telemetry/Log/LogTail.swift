/// The last entries of a log: the payload of a `logTail` record.
///
/// The bytes end with the last entry and begin anywhere: an entry that is cut at the front is left
/// out.
public struct LogTail: ~Escapable {
  private let bytes: RawSpan

  /// Takes the payload.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) {
    self.bytes = bytes
  }

  /// Visits the entries, the oldest first, behind the last bytes that are none.
  public func forEach(_ body: (borrowing LogEntry) -> Void) {
    var start = bytes.byteCount
    while let byteCount = entryByteCount(before: start) { start -= byteCount }
    while start < bytes.byteCount,
      let entry = try? LogEntry(bytes.extracting(start..<bytes.byteCount))
    {
      body(entry)
      start += entry.byteCount
    }
  }

  /// Size of the entry that ends at an offset; nil if there is no whole one.
  private func entryByteCount(before end: Int) -> Int? {
    guard end >= LogEntry.overheadByteCount else { return nil }
    let byteCount = Int(bytes.byte(at: end - 2)) | Int(bytes.byte(at: end - 1)) << 8
    guard byteCount <= end, (try? LogEntry(bytes.extracting(end - byteCount..<end))) != nil else {
      return nil
    }
    return byteCount
  }
}
