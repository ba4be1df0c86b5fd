public import DNS

/// What is known of a name.
public struct ResolverAnswer: Equatable, Sendable {
  /// What kind of knowledge it is.
  public enum Outcome: Equatable, Sendable {
    /// The data of all records of the type, as it is in messages without compression.
    case records([[UInt8]])
    /// There is no such name.
    case nameNotFound
    /// The name has no record of the type.
    case noData
    /// Nobody could tell a moment ago.
    case failure(ResolveError)
  }

  /// What is known.
  public let outcome: Outcome
  /// The name that the records belong to, or that does not exist: behind all aliases.
  public let name: Name
  /// For how many seconds it may be believed.
  public let seconds: UInt32

  init(_ outcome: Outcome, name: Name, seconds: UInt32) {
    self.outcome = outcome
    self.name = name
    self.seconds = seconds
  }

  /// The answer for names that are the same everywhere; nil for all others.
  ///
  /// Source: RFC 6761, sections 6.3 and 6.4.
  init?(special name: Name, _ type: RecordType) {
    if name.isAtOrBelow(Self.localhost) {
      switch type {
      case .a: self.init(.records([[127, 0, 0, 1]]), name: name, seconds: 0)
      case .aaaa:
        self.init(
          .records([[UInt8](repeating: 0, count: 15) + [1]]), name: name, seconds: 0)
      default: self.init(.noData, name: name, seconds: 0)
      }
    } else if name.isAtOrBelow(Self.invalid) {
      self.init(.nameNotFound, name: name, seconds: 0)
    } else {
      return nil
    }
  }

  private static var localhost: Name { Name(labels: "localhost") }
  private static var invalid: Name { Name(labels: "invalid") }
}
