/// What the conditions of a request say about the present state of its target.
///
/// Source: RFC 9110, section 13.
enum Precondition: Equatable, Sendable {
  /// The method is performed.
  case holds
  /// The client has the content already.
  case notModified
  /// The state is not the one that the client means.
  case failed

  /// Evaluates the conditions in the order that they must be looked at.
  ///
  /// Source: RFC 9110, section 13.2.2.
  ///
  /// - Parameters:
  ///   - fields: The request's fields.
  ///   - isRead: Whether the method is GET or HEAD.
  ///   - tag: The tag of the target.
  ///   - modified: When it was modified, in seconds since 1970.
  init(_ fields: Fields, isRead: Bool, tag: EntityTag?, modified: Int?) {
    self = .holds
    if fields.range(of: "if-match") != nil {
      let matches = fields.contains("if-match") { bytes, range in
        tag?.isListed(in: bytes, range, isStrong: true) ?? bytes.equals(range, "*")
      }
      if !matches { self = .failed }
    } else if let limit = Self.date("if-unmodified-since", fields), let modified,
      modified > limit
    {
      self = .failed
    }
    guard self == .holds else { return }
    if fields.range(of: "if-none-match") != nil {
      let matches = fields.contains("if-none-match") { bytes, range in
        tag?.isListed(in: bytes, range, isStrong: false) ?? bytes.equals(range, "*")
      }
      if matches { self = isRead ? .notModified : .failed }
    } else if isRead, let limit = Self.date("if-modified-since", fields), let modified,
      modified <= limit
    {
      self = .notModified
    }
  }

  /// Whether the ranges of a request are to be looked at, as the client has the rest of this state.
  ///
  /// Source: RFC 9110, section 13.1.5.
  static func rangeApplies(_ fields: Fields, tag: EntityTag?, modified: Int?) -> Bool {
    guard let range = fields.range(of: "if-range") else { return true }
    let bytes = fields.bytes.raw
    if let date = HTTPDate.parse(bytes, range) { return date == modified }
    // A star is no tag here.
    return bytes[range.lowerBound] != ASCII.asterisk
      && tag?.isListed(in: bytes, range, isStrong: true) == true
  }

  private static func date(_ name: StaticString, _ fields: Fields) -> Int? {
    fields.range(of: name).flatMap { HTTPDate.parse(fields.bytes.raw, $0) }
  }
}
