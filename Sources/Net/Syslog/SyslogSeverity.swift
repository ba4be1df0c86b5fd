/// How much a message matters.
///
/// Source: RFC 5424, section 6.2.1, table 2.
public enum SyslogSeverity: UInt8, Sendable {
  case emergency, alert, critical, error, warning, notice, informational, debug
}

/// Which part of a system speaks.
///
/// Source: RFC 5424, section 6.2.1, table 1.
public struct SyslogFacility: RawRepresentable, Equatable, Sendable {
  /// From 0 to 23.
  public let rawValue: UInt8

  /// Makes a facility of its number; nil beyond 23.
  public init?(rawValue: UInt8) {
    guard rawValue < 24 else { return nil }
    self.rawValue = rawValue
  }

  private init(number: UInt8) { rawValue = number }

  public static let kernel = SyslogFacility(number: 0)
  public static let user = SyslogFacility(number: 1)
  public static let daemon = SyslogFacility(number: 3)
  public static let authentication = SyslogFacility(number: 4)
  public static let local0 = SyslogFacility(number: 16)
  public static let local7 = SyslogFacility(number: 23)
}
