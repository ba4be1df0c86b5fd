/// The outcome of a request.
///
/// Source: RFC 9110, section 15; RFC 6585 for 428, 429 and 431.
public struct Status: RawRepresentable, Equatable, Sendable {
  /// A number of three digits.
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static var `continue`: Status { Status(rawValue: 100) }
  public static var switchingProtocols: Status { Status(rawValue: 101) }
  public static var ok: Status { Status(rawValue: 200) }
  public static var created: Status { Status(rawValue: 201) }
  public static var accepted: Status { Status(rawValue: 202) }
  public static var noContent: Status { Status(rawValue: 204) }
  public static var partialContent: Status { Status(rawValue: 206) }
  public static var movedPermanently: Status { Status(rawValue: 301) }
  public static var found: Status { Status(rawValue: 302) }
  public static var seeOther: Status { Status(rawValue: 303) }
  public static var notModified: Status { Status(rawValue: 304) }
  public static var temporaryRedirect: Status { Status(rawValue: 307) }
  public static var permanentRedirect: Status { Status(rawValue: 308) }
  public static var badRequest: Status { Status(rawValue: 400) }
  public static var unauthorized: Status { Status(rawValue: 401) }
  public static var forbidden: Status { Status(rawValue: 403) }
  public static var notFound: Status { Status(rawValue: 404) }
  public static var methodNotAllowed: Status { Status(rawValue: 405) }
  public static var notAcceptable: Status { Status(rawValue: 406) }
  public static var requestTimeout: Status { Status(rawValue: 408) }
  public static var conflict: Status { Status(rawValue: 409) }
  public static var gone: Status { Status(rawValue: 410) }
  public static var preconditionFailed: Status { Status(rawValue: 412) }
  public static var contentTooLarge: Status { Status(rawValue: 413) }
  public static var uriTooLong: Status { Status(rawValue: 414) }
  public static var unsupportedMediaType: Status { Status(rawValue: 415) }
  public static var rangeNotSatisfiable: Status { Status(rawValue: 416) }
  public static var expectationFailed: Status { Status(rawValue: 417) }
  public static var unprocessableContent: Status { Status(rawValue: 422) }
  public static var upgradeRequired: Status { Status(rawValue: 426) }
  public static var preconditionRequired: Status { Status(rawValue: 428) }
  public static var tooManyRequests: Status { Status(rawValue: 429) }
  public static var headerFieldsTooLarge: Status { Status(rawValue: 431) }
  public static var internalServerError: Status { Status(rawValue: 500) }
  public static var notImplemented: Status { Status(rawValue: 501) }
  public static var serviceUnavailable: Status { Status(rawValue: 503) }
  public static var versionNotSupported: Status { Status(rawValue: 505) }

  /// Whether a message with this status has no content, whatever its fields say.
  ///
  /// Source: RFC 9110, section 6.4.1.
  public var forbidsContent: Bool {
    rawValue < 200 || self == .noContent || self == .notModified
  }

  /// The phrase that goes with the number; empty if it is not one of these.
  public var reason: StaticString {
    rawValue < 400 ? goodReason : badReason
  }

  private var goodReason: StaticString {
    switch rawValue {
    case 100: "Continue"
    case 101: "Switching Protocols"
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 206: "Partial Content"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 303: "See Other"
    case 304: "Not Modified"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    default: ""
    }
  }

  private var badReason: StaticString {
    switch rawValue {
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 410: "Gone"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 416: "Range Not Satisfiable"
    case 417: "Expectation Failed"
    case 422: "Unprocessable Content"
    case 426: "Upgrade Required"
    case 428: "Precondition Required"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 503: "Service Unavailable"
    case 505: "HTTP Version Not Supported"
    default: ""
    }
  }
}
