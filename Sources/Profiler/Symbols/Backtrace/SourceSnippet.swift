/// A line of a source file and those around it.
public struct SourceSnippet: Equatable, Sendable {
  /// The lines, without their ends.
  public let lines: [String]
  /// Number of the first line, from 1.
  public let firstNumber: Int
  /// What the snippet is about.
  public let location: SourceLocation

  /// Files larger than this, in bytes, are nobody's source.
  private static let largestFile = 4 << 20

  /// Reads a snippet, if the file can be read and has such a line.
  ///
  /// - Parameters:
  ///   - location: The line in the middle.
  ///   - margin: Lines before and after it, as far as the file has them.
  public init?(at location: SourceLocation, margin: Int = 2) {
    guard
      let contents = try? FileContents(path: location.file),
      contents.bytes.count <= Self.largestFile
    else { return nil }
    self.init(at: location, margin: margin, in: contents.bytes)
  }

  /// Cuts a snippet out of a text, if it has such a line.
  ///
  /// - Parameters:
  ///   - location: The line in the middle.
  ///   - margin: Lines before and after it.
  ///   - text: The text of the file.
  init?(at location: SourceLocation, margin: Int, in text: [UInt8]) {
    let all = text.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // A file that ends with a line's end has no line after it.
    let count = all.last?.isEmpty == true ? all.count - 1 : all.count
    guard (1...max(count, 1)).contains(location.line), count > 0, margin >= 0 else { return nil }
    let first = max(1, location.line - min(margin, count))
    let last = min(count, location.line + min(margin, count))
    lines = all[first - 1..<last].map { Self.printable($0) }
    firstNumber = first
    self.location = location
  }

  /// The snippet as text, the line in the middle marked: one string per line.
  public var text: [String] {
    let last = firstNumber + lines.count - 1
    let width = String(last).count
    var result: [String] = []
    for (index, line) in lines.enumerated() {
      let number = firstNumber + index
      let digits = String(number)
      let padding = String(repeating: " ", count: width - digits.count)
      let isMarked = number == location.line
      result.append("\(isMarked ? ">" : " ") \(padding)\(digits) │ \(line)")
      guard isMarked, (1...line.utf8.count + 1).contains(location.column) else { continue }
      // Columns count bytes; the mark stands under the character.
      let before = String(decoding: line.utf8.prefix(location.column - 1), as: UTF8.self).count
      let gap = String(repeating: " ", count: width + 2)
      result.append("\(gap) │ \(String(repeating: " ", count: before))^")
    }
    return result
  }

  /// A line that no terminal takes amiss; a tab becomes one space, so that columns keep place.
  private static func printable(_ line: ArraySlice<UInt8>) -> String {
    let isEnded = line.last == UInt8(ascii: "\r")
    let bytes = line.dropLast(isEnded ? 1 : 0).map { byte in
      byte < 0x20 || byte == 0x7f ? UInt8(ascii: " ") : byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
