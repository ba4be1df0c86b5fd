/// Which bytes of a content a request wants.
///
/// Source: RFC 9110, section 14.
enum RangeRequest: Equatable, Sendable {
  /// All of it: no range is asked for, or not in a way that makes sense.
  case whole
  /// These, each not empty and inside the content.
  case parts([Range<Int>])
  /// None that the content has.
  case unsatisfiable

  /// Ranges that are answered; a list of more is taken as a wish for everything.
  static var largestCount: Int { 16 }

  /// Reads the value of `Range`.
  ///
  /// - Parameters:
  ///   - bytes: What the value lies in.
  ///   - range: The value.
  ///   - size: Bytes of the content.
  init(_ bytes: RawSpan, _ range: Range<Int>, size: Int) {
    let unit = range.lowerBound..<min(range.lowerBound + 6, range.upperBound)
    guard bytes.matches(unit, "bytes=") else {
      self = .whole
      return
    }
    var list = CommaList(unit.upperBound..<range.upperBound)
    var parts: [Range<Int>] = []
    var (count, byteCount) = (0, 0)
    while let element = list.next(in: bytes) {
      count += 1
      guard count <= Self.largestCount, let part = Self.part(bytes, element, size: size) else {
        self = .whole
        return
      }
      guard !part.isEmpty else { continue }
      parts.append(part)
      byteCount += part.count
    }
    // Ranges that overlap would make the answer longer than the content: it is a trap or a mistake.
    if count == 0 || byteCount > size {
      self = .whole
    } else {
      self = parts.isEmpty ? .unsatisfiable : .parts(parts)
    }
  }

  /// Reads one range: `first-last`, `first-` or `-count`; empty if the content has none of it.
  private static func part(_ bytes: RawSpan, _ range: Range<Int>, size: Int) -> Range<Int>? {
    guard let dash = range.first(where: { bytes[$0] == ASCII.minus }) else { return nil }
    let last = bytes.decimal(dash + 1..<range.upperBound)
    if dash == range.lowerBound {
      return last.map { max(0, size - $0)..<size }
    }
    guard let first = bytes.decimal(range.lowerBound..<dash) else { return nil }
    if dash + 1 == range.upperBound { return min(first, size)..<size }
    guard let last, last >= first else { return nil }
    return min(first, size)..<min(last + 1, size)
  }
}
