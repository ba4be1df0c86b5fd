/// A response that a client receives.
public struct ClientResponse: Sendable {
  public let status: Status
  public let fields: Fields
  /// The content, as it comes; must be read to its end before the next request.
  public let content: IncomingContent

  /// Where the server wants the request to be made instead; nil if it wants nothing of the kind.
  ///
  /// Nobody follows it by itself: whether that is safe, the caller knows.
  ///
  /// Source: RFC 9110, section 15.4.
  public var redirection: Redirection? {
    guard let location = fields["location"] else { return nil }
    switch status {
    case .movedPermanently, .permanentRedirect:
      return Redirection(location: location, isPermanent: true, keepsMethod: status.rawValue == 308)
    case .found, .seeOther, .temporaryRedirect:
      return Redirection(
        location: location, isPermanent: false, keepsMethod: status == .temporaryRedirect)
    default: return nil
    }
  }

  /// Another place for a request.
  public struct Redirection: Equatable, Sendable {
    /// A URI, perhaps relative to that of the request.
    public let location: [UInt8]
    /// Whether it may be remembered.
    public let isPermanent: Bool
    /// Whether the method stays; else it becomes GET.
    public let keepsMethod: Bool
  }
}
