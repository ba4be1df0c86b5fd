/// Why a WebSocket connection ends.
///
/// Source: RFC 6455, section 7.4.
public struct CloseCode: RawRepresentable, Equatable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static var normal: CloseCode { CloseCode(rawValue: 1000) }
  public static var goingAway: CloseCode { CloseCode(rawValue: 1001) }
  public static var protocolError: CloseCode { CloseCode(rawValue: 1002) }
  public static var unsupportedData: CloseCode { CloseCode(rawValue: 1003) }
  /// No code was sent; stands in no frame.
  public static var none: CloseCode { CloseCode(rawValue: 1005) }
  /// The connection ended without a frame that says why; stands in no frame.
  public static var abnormal: CloseCode { CloseCode(rawValue: 1006) }
  public static var invalidText: CloseCode { CloseCode(rawValue: 1007) }
  public static var policyViolation: CloseCode { CloseCode(rawValue: 1008) }
  public static var messageTooBig: CloseCode { CloseCode(rawValue: 1009) }
  public static var internalError: CloseCode { CloseCode(rawValue: 1011) }
  /// There is no memory at present; registered with IANA.
  public static var tryAgainLater: CloseCode { CloseCode(rawValue: 1013) }

  /// Whether a frame may hold it.
  public var isSendable: Bool {
    switch rawValue {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}
