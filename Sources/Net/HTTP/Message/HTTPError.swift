/// Why a request is not answered as it wished: a status, and what there is to say about it.
///
/// Handlers throw it; `Router.onError` makes a response of it.
public struct HTTPError: Error, Equatable, Sendable {
  public let status: Status
  /// A sentence for the one who asked; empty if the status says enough.
  public let detail: [UInt8]

  /// Makes an error of a status.
  public init(_ status: Status, _ detail: StaticString = "") {
    self.status = status
    self.detail = [UInt8](detail)
  }

  /// Makes an error of what is wrong with a message.
  init(_ error: MessageError) { self.init(error.status) }

  public static var badRequest: HTTPError { HTTPError(.badRequest) }
  public static var forbidden: HTTPError { HTTPError(.forbidden) }
  public static var notFound: HTTPError { HTTPError(.notFound) }
  public static var conflict: HTTPError { HTTPError(.conflict) }
  public static var contentTooLarge: HTTPError { HTTPError(.contentTooLarge) }
}
