/// What a guest wrote to its console, as lines.
///
/// A guest may write anything: bytes that are no text become replacement characters, a line that
/// does not end is cut, and only the first lines of an endless stream are kept for comparison.
struct ConsoleLog {
  /// Longest line, in bytes.
  static let maximumLineByteCount = 4096
  /// Lines that are kept.
  static let maximumLineCount = 100_000
  /// Bytes of lines that are kept.
  static let maximumByteCount = 16 << 20

  /// Finished lines without their ends, the first ones.
  private(set) var lines: [String] = []
  /// The line that was finished last, kept or not.
  private(set) var lastLine: String?
  private var partial: [UInt8] = []
  private var keptByteCount = 0
  /// Whether there were more lines than are kept.
  private(set) var isCut = false

  var isEmpty: Bool { lines.isEmpty && partial.isEmpty }

  /// The line that has not ended yet; nil if there is none.
  var unfinishedLine: String? {
    partial.isEmpty ? nil : String(decoding: partial, as: UTF8.self)
  }

  /// Takes bytes, cut anywhere.
  ///
  /// - Returns: The lines that they finish.
  mutating func take(_ bytes: [UInt8]) -> [String] {
    var finished: [String] = []
    for byte in bytes {
      if byte != 0x0a && partial.count < Self.maximumLineByteCount {
        partial.append(byte)
        continue
      }
      finished.append(finish())
      if byte != 0x0a { partial.append(byte) }
    }
    lastLine = finished.last ?? lastLine
    for line in finished where !isCut {
      keptByteCount += line.utf8.count
      isCut = lines.count == Self.maximumLineCount || keptByteCount > Self.maximumByteCount
      if !isCut { lines.append(line) }
    }
    return finished
  }

  /// Notes that bytes are missing, and with them the rest of the line.
  mutating func lose() {
    partial.removeAll(keepingCapacity: true)
    isCut = true
  }

  private mutating func finish() -> String {
    if partial.last == 0x0d { partial.removeLast() }
    // A boot loader before the guest may end its lines the other way round.
    let line = String(decoding: partial.drop { $0 == 0x0d }, as: UTF8.self)
    partial.removeAll(keepingCapacity: true)
    return line
  }
}
